"""Endpoints of the catalogue."""

from django.urls import path

from supply.api.catalogue import CatalogueView

urlpatterns = [path("catalogue/", CatalogueView.as_view(), name="api-catalogue")]
