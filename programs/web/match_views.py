"""Which programmes an enterprise may qualify for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from common.dates import clock
from enterprises.selectors.enterprises import owned_by
from programs.enums import Outcome
from programs.models import Edition
from programs.selectors.calls import closed_because
from programs.selectors.matches import Match, matches
from programs.shared.lacks import EnterpriseLacks, lacks_in
from programs.shared.reasons import Reason, reasons_of
from programs.web.precheck import question_label


@dataclass(frozen=True)
class Row:
    """One programme as a line of the page."""

    edition: Edition
    reasons: Sequence[Reason]
    missing: Sequence[str]
    lacks: EnterpriseLacks | None
    closed: str


@login_required
@require_safe
def may_qualify(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show all programmes at once, ranked, each with its violations and missing facts."""
    enterprise = owned_by(current_user(request)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    rows: dict[Outcome, list[Row]] = {outcome: [] for outcome in Outcome}
    for match in matches(enterprise):
        lacks = lacks_in(enterprise, match.edition, back=request.path)
        heading = Outcome.NOT_ELIGIBLE if lacks else _heading(match)
        rows[heading].append(_row(match, lacks))
    context: dict[str, Any] = {
        "enterprise": enterprise,
        "eligible": rows[Outcome.ELIGIBLE],
        "with_notes": rows[Outcome.WITH_NOTES],
        "unknown": rows[Outcome.UNKNOWN],
        "barred": rows[Outcome.NOT_ELIGIBLE],
    }
    return render(request, "program/cocok.html", context)


def _heading(match: Match) -> Outcome:
    """Return under what a programme stands: what is known to bar it needs no more answers."""
    return Outcome.NOT_ELIGIBLE if match.is_barred else match.verdict.outcome


def _row(match: Match, lacks: EnterpriseLacks | None) -> Row:
    verdict = match.verdict
    reasons = reasons_of(verdict.violations)
    return Row(
        edition=match.edition,
        reasons=reasons.blocking or reasons.notes,
        missing=[question_label(match.edition, name) for name in verdict.missing],
        lacks=lacks,
        closed=closed_because(match.edition, clock.today()),
    )
