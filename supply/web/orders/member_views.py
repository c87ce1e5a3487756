"""The page on which an exporter finds members for an order, and asks them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from enterprises.models import Product
from supply.enums import OrderAct, OrderState
from supply.models import Order
from supply.policies.order_states import ENDED, TAKES_OFFERS
from supply.selectors.members.candidates import (
    asked_products,
    certificate_names,
    fitting_products,
    qualifications,
)
from supply.selectors.members.free_capacity import free_capacity_of
from supply.selectors.orders.access import extendable, is_active, leading_acts, order_for
from supply.selectors.orders.readiness import readiness
from supply.services.members.grading import grade_member
from supply.services.members.inviting import extend_answers, invite
from supply.services.orders.samples import note_sample
from supply.web.orders.fields import refuse
from supply.web.orders.forms import ExtendForm, GradeForm, InviteForm, SampleForm
from supply.web.orders.progress import progress_context
from supply.web.requests.views import exporter_page

_PAGE: Final = 50
_REFUSED: Final = (InvalidInput, Conflict)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show members that fit; invite, extend their time, grade, note a sample.

    What members have left is shown for what is still to be made: of an order that has ended or does
    not go on the page has who was asked, and what was noted then.
    """
    order = order_for(current_user(request), uid)
    is_open = order.state not in ENDED and is_active(order)
    try:
        page = keyset_page(
            fitting_products(order) if is_open else asked_products(order),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE,
        )
    except InvalidInput:
        return redirect("export-order-members", uid)
    shown = _forms(request, order, page.items)
    act = request.POST.get("act", "")
    sent = shown.get(act)
    if sent is not None and sent.is_valid():
        try:
            said = _do(request, order, act, sent.cleaned_data)
        except _REFUSED as error:
            refuse(sent, error)
        else:
            messages.success(request, said)
            return redirect("export-order-members", uid)
    form = sent or shown["invite"]
    context = {
        "order": order,
        "is_open": is_open,
        "rows": _rows(order, page.items, is_open=is_open),
        "forms": shown,
        "form": form,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
        **_state(order),
    }
    return render(request, "ekspor/pesanan_anggota.html", context, status=status_of_form(form))


def _state(order: Order) -> dict[str, Any]:
    """Return what may be done with members of the order now, and what was noted of samples."""
    may_invite = OrderAct.INVITE in leading_acts(order)
    is_preparing = order.state == OrderState.PREPARING
    ready = readiness(order) if may_invite else None
    may_ask = ready is not None and ready.may_ask
    return {
        "ready": ready,
        **progress_context(order),
        "may_invite": may_ask,
        "is_preparing": may_invite and is_preparing,
        # What is missing then can no longer be supplied: buyer and sample are fixed.
        "asks_no_more": may_invite and not is_preparing and not may_ask,
        "extendable": extendable(order).count() if may_invite else 0,
        "may_extend": may_invite and order.state in TAKES_OFFERS,
        "samples": order.samples.select_related("product__enterprise", "specification"),
    }


def _forms(request: HttpRequest, order: Order, products: Sequence[Product]) -> dict[str, Any]:
    act = request.POST.get("act", "")

    def sent(name: str) -> Any:
        return request.POST if act == name else None

    named = [(row.pk, f"{row.enterprise.name}, {row.name}") for row in products]
    firms = {row.enterprise_id: row.enterprise.name for row in products}
    found: dict[str, forms.Form] = {
        "invite": InviteForm(
            sent("invite"), named, [(row.pk, row.name) for row in order.hubs.all()]
        ),
        "extend": ExtendForm(sent("extend")),
        "grade": GradeForm(sent("grade"), sorted(firms.items(), key=lambda pair: pair[1])),
        "sample": SampleForm(sent("sample"), named),
    }
    return found


def _do(request: HttpRequest, order: Order, act: str, typed: dict[str, Any]) -> str:
    """Do what was pressed, and return what to say; raises what the services raise."""
    user = current_user(request)
    match act:
        case "invite":
            count = invite(
                user,
                order.uid,
                product_ids=typed["products"],
                hub_id=int(typed["hub"]),
                answer_by=typed["answer_by"],
                onboarding_cost=typed["onboarding_cost"] or 0,
            )
            return _("%(count)s anggota diundang.") % {"count": count}
        case "extend":
            count = extend_answers(user, order.uid, answer_by=typed["answer_by"])
            return _("Waktu diperpanjang untuk %(count)s undangan; anggotanya diberi tahu.") % {
                "count": count
            }
        case "grade":
            grade_member(
                user,
                order.exporter_id,
                typed["member"],
                grade=int(typed["grade"]),
                reason=typed["reason"],
            )
            return _("Nilai tersimpan.")
        case _:
            note_sample(
                user,
                order.uid,
                product_id=typed["product"],
                note=typed["note"],
                is_approved=typed["is_approved"],
            )
            return _("Contoh tercatat.")


def _rows(order: Order, products: Sequence[Product], *, is_open: bool) -> list[dict[str, Any]]:
    members = {row.enterprise_id for row in products}
    stand = qualifications(order, members)
    names = certificate_names(order.certificates)
    spare = free_capacity_of(order, products) if is_open else {}
    asked = order.invitations.filter(product__enterprise__in=members).order_by("-id")
    rows = list(asked.select_related("answered_by", "product"))
    by_product = {row.product_id: row for row in rows}
    by_member = {row.product.enterprise_id: row for row in rows}
    return [
        {
            "product": row,
            "spare": spare.get(row.pk),
            "grade": stand[row.enterprise_id].grade,
            "lacks": [names[kind] for kind in stand[row.enterprise_id].lacks] if is_open else [],
            "invitation": by_product.get(row.pk),
            # A member is asked once, for one of its products.
            "asked_with": by_member.get(row.enterprise_id),
        }
        for row in products
    ]
