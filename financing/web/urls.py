"""URLs of a borrower's particulars and of the page for the bank."""

from django.urls import path

from financing.web.bank_sheet import bank_sheet
from financing.web.borrower_views import borrower

urlpatterns = [
    path("pengajuan/<int:application_id>/data-sikp/", borrower, name="application-borrower"),
    path(
        "pengajuan/<int:application_id>/bawa-ke-bank/",
        bank_sheet,
        name="application-bank-sheet",
    ),
]
