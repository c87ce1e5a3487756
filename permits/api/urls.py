"""URLs of the permit endpoints."""

from django.urls import path

from common.web.primary_keys import ROW
from permits.api.letter_year import LetterYearView
from permits.api.outcome import OutcomeView
from permits.api.permit import (
    ChangeAnswerView,
    ChangesView,
    CommitmentView,
    PermitDetailView,
)
from permits.api.quotas import QuotasView
from permits.api.transitions import PermitTransitionsView

_FILE = f"applications/<{ROW}:application_id>/"
_PERMIT = f"permits/<{ROW}:permit_id>/"

urlpatterns = [
    path(f"{_FILE}outcome/", OutcomeView.as_view(), name="api-outcome"),
    path(f"{_FILE}letter-year/", LetterYearView.as_view(), name="api-letter-year"),
    path("permits/quotas/", QuotasView.as_view(), name="api-permit-quotas"),
    path(_PERMIT, PermitDetailView.as_view(), name="api-permit"),
    path(f"{_PERMIT}transitions/", PermitTransitionsView.as_view(), name="api-permit-transitions"),
    path(f"{_PERMIT}changes/", ChangesView.as_view(), name="api-permit-changes"),
    path(
        f"{_PERMIT}changes/<{ROW}:change_id>/answer/",
        ChangeAnswerView.as_view(),
        name="api-permit-change-answer",
    ),
    path(
        f"{_PERMIT}commitments/<slug:task>/",
        CommitmentView.as_view(),
        name="api-permit-commitment",
    ),
]
