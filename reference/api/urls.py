"""URLs of the calendar and sampling tools."""

from django.urls import path

from reference.api.sampling import SamplingPlanView
from reference.api.views import WorkingDaysView

urlpatterns = [
    path("tools/working-days/", WorkingDaysView.as_view(), name="api-working-days"),
    path("tools/sampling-plan/", SamplingPlanView.as_view(), name="api-sampling-plan"),
]
