"""Addresses of supply in the API."""

from django.urls import path

from supply.api.catalogue import CatalogueView
from supply.api.plans import PlansView

urlpatterns = [
    path("catalogue/", CatalogueView.as_view(), name="api-catalogue"),
    path("supply/plans/", PlansView.as_view(), name="api-supply-plans"),
]
