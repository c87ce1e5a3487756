"""URLs of the permit endpoints."""

from django.urls import path

from common.api.converters import ROW
from permits.api.outcome import OutcomeView
from permits.api.transitions import PermitTransitionsView

urlpatterns = [
    path(
        f"applications/<{ROW}:application_id>/outcome/",
        OutcomeView.as_view(),
        name="api-outcome",
    ),
    path(
        f"permits/<{ROW}:permit_id>/transitions/",
        PermitTransitionsView.as_view(),
        name="api-permit-transitions",
    ),
]
