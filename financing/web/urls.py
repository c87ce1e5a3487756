"""URLs of the page of a borrower's particulars."""

from django.urls import path

from financing.web.borrower_views import borrower

urlpatterns = [
    path("pengajuan/<int:application_id>/data-sikp/", borrower, name="application-borrower"),
]
