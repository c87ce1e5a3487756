"""Addresses of the calendar tool."""

from django.urls import path

from reference.api.views import WorkingDaysView

urlpatterns = [
    path("tools/working-days/", WorkingDaysView.as_view(), name="api-working-days"),
]
