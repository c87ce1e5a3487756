"""URLs of the programme endpoints."""

from django.urls import path

from programs.api.schemes import EligibilityView, InstalmentsView, SchemesView

urlpatterns = [
    path("schemes/", SchemesView.as_view(), name="api-schemes"),
    path("eligibility/", EligibilityView.as_view(), name="api-eligibility"),
    path("tools/instalments/", InstalmentsView.as_view(), name="api-instalments"),
]
