"""Which programmes an enterprise may qualify for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from enterprises.selectors.enterprises import owned_by
from programs.messages.violations import violation_message
from programs.models import Edition
from programs.selectors.matches import Match, matches
from programs.web.precheck import question_label


@dataclass(frozen=True)
class Row:
    """One programme as a line of the page."""

    edition: Edition
    reasons: Sequence[str]
    missing: Sequence[str]


@login_required
@require_safe
def may_qualify(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show all programmes at once, ranked, each with its violations and missing facts."""
    enterprise = owned_by(current_user(request)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    ranked = matches(enterprise)
    context: dict[str, Any] = {
        "enterprise": enterprise,
        "open": [_row(match) for match in ranked if not match.is_barred],
        "barred": [_row(match) for match in ranked if match.is_barred],
    }
    return render(request, "program/cocok.html", context)


def _row(match: Match) -> Row:
    verdict = match.verdict
    violations = verdict.blocking or verdict.violations
    return Row(
        edition=match.edition,
        reasons=[violation_message(violation) for violation in violations],
        missing=[question_label(match.edition, name) for name in verdict.missing],
    )
