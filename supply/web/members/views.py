"""Pages of members: invitations of their enterprises, their offers and the results."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.text.marking import gettext_noop
from common.web.form_pages import status_of_form
from common.web.refusals import refusals_as_pages
from enterprises.selectors.capacity import free_pieces
from supply.enums import OfferState
from supply.messages.plans.member import result_words
from supply.models import Invitation
from supply.permissions import may_answer
from supply.policies.order_states import TAKES_OFFERS
from supply.selectors.members.candidates import certificate_names, qualifications
from supply.selectors.members.held_weeks import held_parts, open_options
from supply.selectors.members.orders import (
    has_ended,
    invitation_for,
    invitations_of,
    letters_of,
    standing_of,
)
from supply.selectors.members.plan import member_plan
from supply.selectors.orders.access import is_active, latest_specification
from supply.selectors.orders.samples import approved_sample
from supply.selectors.plans.problem import order_mondays
from supply.services.members.held_weeks import hold_weeks, release_held_weeks
from supply.services.members.offering import decline, offer, offer_row, offer_values
from supply.web.members.forms import OfferForm
from supply.web.orders.fields import refuse

_PAGE: Final = 20
_REFUSED: Final = (InvalidInput, Conflict)
# The buttons beside the form: what they do, and the message that follows.
_ACTS: Final[Mapping[str, tuple[Callable[[User, UUID], object], str]]] = {
    "tidak": (decline, gettext_noop("Tercatat: kali ini Anda tidak ikut.")),
    "simpan": (hold_weeks, gettext_noop("Pekan Anda disimpan untuk pesanan ini selama 7 hari.")),
    "lepas": (release_held_weeks, gettext_noop("Pekan Anda tidak lagi disimpan.")),
}


@login_required
@refusals_as_pages
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """List the invitations of the person's enterprises, newest first."""
    try:
        page = keyset_page(
            invitations_of(current_user(request)),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE,
        )
    except InvalidInput:
        return redirect("pooled-orders")
    context = {
        "rows": standing_of(page.items),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "pesanan_bersama/daftar.html", context)


@login_required
@refusals_as_pages
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show an invitation and its result; offer, change the offer, or decline."""
    user = current_user(request)
    own = invitation_for(user, uid)
    if request.method == "POST" and (pressed := _ACTS.keys() & request.POST.keys()):
        return _act(request, own, sorted(pressed)[0])
    stored = offer_values(own)
    free = free_pieces(own.product, order_mondays(own.order), held=held_parts([own]))
    is_sent = request.method == "POST"
    form = OfferForm(own.order, free, request.POST if is_sent else None, initial=stored)
    shown = form.guard(offer_row(own), stored)
    if is_sent and form.is_valid():
        try:
            offer(user, uid, form.offer_data, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except _REFUSED as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Penawaran tersimpan. Ini belum mengikat Anda."))
            return redirect("pooled-order", uid)
    context = {**_shown(user, own), "form": form}
    return render(request, "pesanan_bersama/undangan.html", context, status=status_of_form(form))


def _act(request: HttpRequest, own: Invitation, pressed: str) -> HttpResponse:
    act, said = _ACTS[pressed]
    try:
        act(current_user(request), own.uid)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _(said))
    return redirect("pooled-order", own.uid)


def _refuse(form: OfferForm, error: InvalidInput | Conflict) -> None:
    """Show the refusal beside its field; one about the pieces of all weeks beside the first."""
    if isinstance(error, InvalidInput) and error.field == "pieces":
        form.add_error(form.first_week, error.message)
        return
    refuse(form, error)


def _shown(user: User, own: Invitation) -> dict[str, Any]:
    """Return what the member sees: the order, its own grade and part, nobody else's figures."""
    order, member = own.order, own.product.enterprise_id
    standing = qualifications(order, {member})[member]
    names = certificate_names(order.certificates)
    part = member_plan(own)
    held = open_options([own]).first()
    continues, may_sign = is_active(order), may_answer(user, own.product.enterprise)
    return {
        "invitation": own,
        "order": order,
        "specification": latest_specification(order),
        "sample": approved_sample(order),
        "is_off": not continues and not has_ended(order),
        "takes_offers": order.state in TAKES_OFFERS and not own.is_late and continues,
        "may_decline": order.state in TAKES_OFFERS and own.state != OfferState.DECLINED,
        "takes_holds": order.state in TAKES_OFFERS,
        "held_until": held.expires_at if held else None,
        "may_let_go": may_sign,
        "may_hold": own.state == OfferState.OFFERED and may_sign and continues,
        "grade": standing.grade,
        "certificates": names.values(),
        "lacks": [names[kind] for kind in standing.lacks],
        "letters": letters_of(own)[:10],
        "result": result_words(part, unit_price=own.unit_price or 0)[0] if part else "",
    }
