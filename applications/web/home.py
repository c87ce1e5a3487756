"""The home page."""

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.lifecycle import EDITABLE_STATES
from applications.selectors.access import of_applicant
from applications.shared import labels
from programs.enums import Turn

SHOWN = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what the portal is for; for an applicant what waits for them."""
    if not request.user.is_authenticated:
        return render(request, "beranda.html")
    # What waits for the applicant comes first, however many newer files have moved on.
    waits = Case(When(state__in=EDITABLE_STATES, then=0), default=1)
    mine = of_applicant(current_user(request)).order_by(waits, "-id")
    applications = list(mine.prefetch_related("edition__outcome_words")[:SHOWN])
    closed = labels.closed_for(applications)
    rows = [labels.row(application, closed) for application in applications]
    context = {
        "mine": [row for row in rows if row.whose == Turn.APPLICANT],
        "others": [row for row in rows if row.whose != Turn.APPLICANT],
    }
    return render(request, "beranda.html", context)
