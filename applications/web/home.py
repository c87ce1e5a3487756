"""The home page."""

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.selectors.access import of_applicant
from applications.selectors.clock import closed_days_until_due
from applications.selectors.outside_steps import waits_for_owner
from applications.shared.application_rows import application_row
from programs.enums import Turn
from programs.kinds.registry import kinds

_SHOWN = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what the portal offers, and an applicant their applications."""
    if not request.user.is_authenticated:
        return render(request, "beranda.html", {"supports": _supports()})
    # What waits for the applicant comes first, even if many applications are newer.
    waits = Case(When(waits_for_owner(), then=0), default=1)
    own_applications = of_applicant(current_user(request)).order_by(waits, "-id")
    own_applications = own_applications.prefetch_related(
        "edition__stages", "edition__outcome_words"
    )
    applications = list(own_applications[:_SHOWN])
    closed = closed_days_until_due(applications)
    rows = [application_row(application, closed) for application in applications]
    context = {
        "my_turn": [row for row in rows if row.whose == Turn.APPLICANT],
        "others": [row for row in rows if row.whose != Turn.APPLICANT],
    }
    return render(request, "beranda.html", context)


def _supports() -> list[tuple[str, str]]:
    """Return title and summary of each kind of programme, in their order."""
    return [
        (gettext(kind.title), gettext(kind.summary) if kind.summary else "") for kind in kinds()
    ]
