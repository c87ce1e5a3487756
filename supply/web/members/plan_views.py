"""The page that explains the result of an offer to its member, in words and one picture."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from common.web.refusals import refusals_as_pages
from supply.messages.plans.member import checks, entry_price_words, line_words, result_words
from supply.selectors.members.orders import invitation_for
from supply.selectors.members.plan import MemberPlan, member_plan

_WIDTH: Final = 100


@login_required
@refusals_as_pages
@require_safe
def own_plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what the plan uses of the member's offer and why; before letters the invitation."""
    own = invitation_for(current_user(request), uid)
    part = member_plan(own)
    if part is None:
        return redirect("pooled-order", uid)
    context = {
        "invitation": own,
        "order": own.order,
        "part": part,
        "words": result_words(part, unit_price=own.unit_price or 0),
        "checks": checks(part, own.order, is_new=own.is_new),
        "price": entry_price_words(part, own.order),
        "line": line_words(),
        "bars": _bars(part),
    }
    return render(request, "pesanan_bersama/hasil.html", context)


def _bars(part: MemberPlan) -> list[dict[str, object]]:
    """Return the picture: for each week bars of a width out of a hundred."""
    most = max(*(max(week.offered, week.used) for week in part.weeks), 1)
    return [
        {
            "week": week,
            "offered_width": _WIDTH * week.offered // most,
            "used_width": _WIDTH * week.used // most,
        }
        for week in part.weeks
    ]
