"""Addresses of supply in the API."""

from django.urls import path

from supply.api.plans import PlansView

urlpatterns = [
    path("supply/plans/", PlansView.as_view(), name="api-supply-plans"),
]
