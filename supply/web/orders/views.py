"""Pages on which an exporter prepares an order and leads it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from enterprises.models import Enterprise
from supply.enums import CostKind, LetterState, OfferState, OrderAct, OrderState
from supply.models import BuyerRequest
from supply.policies.delivery_weeks import ready_on
from supply.policies.order_states import ENDED
from supply.selectors.exporters import exporters_of
from supply.selectors.members.candidates import certificate_names
from supply.selectors.orders.access import (
    accepted_pieces,
    is_active,
    latest_specification,
    leading_acts,
    order_for,
    orders_of,
)
from supply.selectors.orders.readiness import readiness
from supply.selectors.orders.samples import approved_sample
from supply.selectors.plans.view import cost_lines
from supply.selectors.requests import request_for
from supply.services.letters.sending import cancel_order, close_letters
from supply.services.orders.costs import add_hub, set_cost
from supply.services.orders.preparing import begin_order, change_order, order_row, order_values
from supply.web.orders.fields import refuse
from supply.web.orders.forms import CostForm, HubForm, OrderForm
from supply.web.orders.progress import progress_context
from supply.web.requests.views import exporter_page

_PAGE: Final = 25
_REFUSED: Final = (InvalidInput, Conflict)


@exporter_page
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders of the person's exporters, newest first."""
    user = current_user(request)
    may_begin = exporters_of(user).exists()
    if not may_begin and not orders_of(user).exists():
        raise PermissionDenied
    try:
        page = keyset_page(
            orders_of(user),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE,
        )
    except InvalidInput:
        return redirect("export-orders")
    context = {
        "orders": page.items,
        "may_begin": may_begin,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "ekspor/pesanan_daftar.html", context)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: HttpRequest) -> HttpResponse:
    """Begin an order; `permintaan` in the address names the buyer's request that it answers."""
    user = current_user(request)
    own = list(exporters_of(user))
    if not own:
        raise PermissionDenied
    asked = _asked(request)
    exporter = _exporter(request, own, asked)
    form = OrderForm(request.POST if request.method == "POST" else None, initial=_initial(asked))
    if form.is_bound and form.is_valid():
        try:
            order = begin_order(user, exporter.pk, form.order_data, request=asked)
        except _REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, _("Pesanan tersimpan. Lengkapi, lalu undang anggota."))
            return redirect("export-order", order.uid)
    context = {"form": form, "exporters": own, "exporter": exporter, "asked": asked}
    return render(request, "ekspor/pesanan_isi.html", context, status=status_of_form(form))


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_order(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change an order that is still prepared; nothing unseen is overwritten (409)."""
    user = current_user(request)
    order = order_for(user, uid)
    stored = order_values(order)
    is_sent = request.method == "POST"
    form = OrderForm(request.POST if is_sent else None, initial=stored)
    shown = form.guard(order_row(order), stored)
    if is_sent and form.is_valid():
        try:
            change_order(user, uid, form.order_data, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except _REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, _("Pesanan tersimpan."))
            return redirect("export-order", uid)
    may_edit = OrderAct.INVITE in leading_acts(order) and order.state == OrderState.PREPARING
    if not is_sent and not may_edit:
        return redirect("export-order", uid)
    context = {"form": form, "order": order}
    return render(request, "ekspor/pesanan_isi.html", context, status=status_of_form(form))


@exporter_page
@require_safe
def one_order(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the state of an order and its next step."""
    order = order_for(current_user(request), uid)
    invitations = list(order.invitations.values_list("state", flat=True))
    related = ("invitation__product__enterprise", "accepted_by")
    context = {
        "order": order,
        "deliveries": [
            (row, ready_on(row.due_on, order.margins)) for row in order.deliveries.all()
        ],
        "specification": latest_specification(order),
        "certificates": certificate_names(order.certificates).values(),
        "invited": len(invitations),
        "offered": invitations.count(OfferState.OFFERED),
        "acts": leading_acts(order),
        **progress_context(order),
        "ready": readiness(order) if order.state == OrderState.PREPARING else None,
        "sample": approved_sample(order),
        "letters": order.letters.select_related(*related)[:200],
        "accepted": accepted_pieces(order),
        "waiting": order.letters.filter(state=LetterState.WAITING).count(),
    }
    return render(request, "ekspor/pesanan.html", context)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show hubs and the cost sheet; add a hub or set a line of the sheet."""
    order = order_for(current_user(request), uid)
    act = request.POST.get("act", "")
    hub = HubForm(request.POST if act == "hub" else None)
    cost = CostForm(request.POST if act == "cost" else None, order.incoterm)
    form: HubForm | CostForm = cost if act == "cost" else hub
    led = leading_acts(order)
    if form.is_bound and form.is_valid():
        try:
            _save_cost(request, uid, form)
        except _REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("export-order-costs", uid)
    context = {
        "order": order,
        "hubs": order.hubs.all(),
        "lines": cost_lines(order),
        "hub_form": hub,
        "cost_form": cost,
        "form": form,
        "may_add_hub": OrderAct.INVITE in led and order.state == OrderState.PREPARING,
        "may_set_cost": order.state not in ENDED and is_active(order),
        **progress_context(order),
    }
    return render(request, "ekspor/pesanan_biaya.html", context, status=status_of_form(form))


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def end_order(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask before the letters are closed or the order is cancelled, then do it."""
    user = current_user(request)
    order = order_for(user, uid)
    problems: list[tuple[str, str]] = []
    act = request.POST.get("act", "")
    if act in (OrderAct.CLOSE_LETTERS, OrderAct.CANCEL):
        try:
            (close_letters if act == OrderAct.CLOSE_LETTERS else cancel_order)(user, uid)
        except Conflict as error:
            problems.append((error.message, ""))
        else:
            messages.success(request, _("Tersimpan, dan anggota diberi tahu."))
            return redirect("export-order", uid)
    context = {
        "order": order,
        "acts": leading_acts(order),
        "problems": problems,
        "accepted": accepted_pieces(order),
        **progress_context(order),
    }
    status = 409 if problems else 200
    return render(request, "ekspor/pesanan_tutup.html", context, status=status)


def _save_cost(request: HttpRequest, uid: UUID, form: HubForm | CostForm) -> None:
    typed: dict[str, Any] = form.cleaned_data
    user = current_user(request)
    if isinstance(form, HubForm):
        add_hub(user, uid, **typed)
    else:
        set_cost(user, uid, **{**typed, "kind": CostKind(typed["kind"])})


def _asked(request: HttpRequest) -> BuyerRequest | None:
    key = request.GET.get("permintaan", "")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        return None
    return request_for(current_user(request), int(key))


def _exporter(
    request: HttpRequest, own: list[Enterprise], asked: BuyerRequest | None
) -> Enterprise:
    wanted = str(asked.exporter_id) if asked else request.GET.get("eksportir", "")
    return next((each for each in own if str(each.pk) == wanted), own[0])


def _initial(asked: BuyerRequest | None) -> dict[str, Any]:
    if asked is None:
        return {}
    found: dict[str, Any] = {
        "title": asked.wanted[:120],
        "specification": asked.specification,
        "incoterm": asked.incoterm,
    }
    for place, row in enumerate(asked.deliveries.all()[:4], start=1):
        found[f"due_{place}"], found[f"quantity_{place}"] = row.on, row.quantity
    return found
