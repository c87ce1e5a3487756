"""Pages on which an exporter tries plans, sends letters and quotes."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from supply.enums import Currency, OfferState, OrderAct, OrderState, PlanState
from supply.messages.plans.choices import choice_words
from supply.messages.plans.finish import finish_words
from supply.messages.plans.measures import help_words
from supply.messages.plans.member import line_words
from supply.messages.plans.remedies import remedy_words, why_out
from supply.selectors.orders.access import (
    accepted_pieces,
    is_active,
    leading_acts,
    order_for,
    plan_for,
    plans_of,
)
from supply.selectors.orders.quotes import may_quote, quotes_of
from supply.selectors.plans.lock_choices import lock_choices
from supply.selectors.plans.member_groups import group_choices
from supply.selectors.plans.view import PlanView, plan_view
from supply.services.letters.sending import send_letters
from supply.services.orders.quoting import quote
from supply.services.plans.runs import ask_plan
from supply.web.orders.fields import refuse
from supply.web.orders.forms import QuoteForm, SendForm
from supply.web.orders.progress import progress_context
from supply.web.plans.forms import LOCKS, PlanForm
from supply.web.requests.views import exporter_page

_PAGE: Final = 50
_MOST_SHOWN: Final = 300
_LONGEST_KEY: Final = 18
_REFUSED: Final = (InvalidInput, Conflict)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the plans of an order and ask for another, around accepted letters once they are out."""
    user = current_user(request)
    order = order_for(user, uid)
    locks = lock_choices(
        order, named=request.POST.get("member_name", ""), picked=_picked(request.POST)
    )
    try:
        page = keyset_page(
            plans_of(order), order=("-number",), cursor=request.GET.get("hal"), size=_PAGE
        )
    except InvalidInput:
        return redirect("export-order-plans", uid)
    is_repair = order.state == OrderState.LETTERS_OUT
    is_sent = request.method == "POST" and "cari" not in request.POST
    form = PlanForm(
        request.POST if is_sent else None, locks, group_choices(order), typed=request.POST
    )
    if form.is_bound and form.is_valid():
        try:
            plan = ask_plan(user, uid, form.choices, is_repair=is_repair)
        except _REFUSED as error:
            refuse(form, error)
        else:
            return redirect("export-order-plan", uid, plan.number)
    context = {
        "order": order,
        "form": form,
        "plans": page.items,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
        "may_ask": bool({OrderAct.PLAN, OrderAct.REPAIR} & leading_acts(order)),
        "is_repair": is_repair,
        "has_offers": order.invitations.filter(state=OfferState.OFFERED).exists(),
        "may_search": "member_name" in form.fields,
        **progress_context(order),
    }
    template = "ekspor/pesanan_rencana_daftar.html"
    return render(request, template, context, status=status_of_form(form))


def _picked(posted: QueryDict) -> set[int]:
    """Return the keys of members that were picked, without what cannot be a key."""
    typed = [value for name in LOCKS for value in posted.getlist(name)]
    return {
        int(value)
        for value in typed
        if value.isascii() and value.isdigit() and len(value) <= _LONGEST_KEY
    }


@exporter_page
@require_safe
def one_plan(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Show a plan; one that is being worked out says so, with a link to look again."""
    plan = plan_for(current_user(request), uid, number)
    context: dict[str, Any] = {"order": plan.order, "plan": plan}
    context |= progress_context(plan.order)
    if plan.state == PlanState.WAITING:
        return render(request, "ekspor/pesanan_rencana_menunggu.html", context)
    if plan.state == PlanState.DONE:
        context |= _shown(plan_view(plan))
        context["may_send"] = OrderAct.SEND_LETTERS in leading_acts(plan.order)
    return render(request, "ekspor/pesanan_rencana.html", context)


@exporter_page
@require_safe
def compare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show two finished plans beside each other; `a` and `b` in the address name them."""
    user = current_user(request)
    order = order_for(user, uid)
    numbers = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(each.isascii() and each.isdigit() and len(each) < 5 for each in numbers):
        return redirect("export-order-plans", uid)
    found = [plan_for(user, uid, int(each)) for each in numbers]
    if any(plan.state != PlanState.DONE for plan in found):
        return redirect("export-order-plans", uid)
    views = [_shown(plan_view(plan)) for plan in found]
    first, second = (one["view"] for one in views)
    context = {
        "order": order,
        **progress_context(order),
        "both": views,
        "more": second.members_cost - first.members_cost,
        "less": first.members_cost - second.members_cost,
    }
    return render(request, "ekspor/pesanan_banding.html", context)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Show who gets a letter for what, and send the letters when the exporter says so."""
    user = current_user(request)
    plan = plan_for(user, uid, number)
    if plan.state != PlanState.DONE:
        return redirect("export-order-plan", uid, number)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sent = send_letters(
                user, uid, plan_number=number, answer_by=form.cleaned_data["answer_by"]
            )
        except _REFUSED as error:
            refuse(form, error)
        else:
            said = _("%(count)s surat dikirim. Anda diberi tahu setiap jawaban.")
            messages.success(request, said % {"count": len(sent)})
            return redirect("export-order", uid)
    may_send = OrderAct.SEND_LETTERS in leading_acts(plan.order)
    context = {"order": plan.order, "plan": plan, "form": form, "may_send": may_send}
    context |= _shown(plan_view(plan)) | progress_context(plan.order)
    return render(request, "ekspor/pesanan_surat.html", context, status=status_of_form(form))


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def quotes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what was quoted to the buyer, and keep another quote, firm only on closed letters."""
    user = current_user(request)
    order = order_for(user, uid)
    form = QuoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            quote(
                user,
                uid,
                unit_price=typed["unit_price"],
                currency=Currency(typed["currency"]),
                valid_until=typed["valid_until"],
                is_firm=typed["is_firm"] == "tetap",
            )
        except _REFUSED as error:
            refuse(form, error)
        else:
            messages.success(request, _("Penawaran tersimpan."))
            return redirect("export-order-quotes", uid)
    covered = accepted_pieces(order)
    context = {
        "order": order,
        "form": form,
        "quotes": quotes_of(order, most=_PAGE),
        "may_quote": may_quote(order),
        # Another request takes the place of one that ended before any member was asked.
        "needs_buyer": is_active(order) and order.request is not None and order.request.is_lost,
        "covered": covered,
        "is_covered": order.state == OrderState.LETTERS_CLOSED and covered >= order.target,
        **progress_context(order),
    }
    return render(request, "ekspor/pesanan_penawaran.html", context, status=status_of_form(form))


def _shown(view: PlanView) -> dict[str, Any]:
    most = max((pieces for row in view.rows for pieces in row.weekly), default=0)
    return {
        "view": view,
        "remedies": [remedy_words(row) for row in view.result.get("remedies", [])],
        "helps": [help_words(row, names, view.result["shortfall"]) for row, names in view.helps],
        "finish": finish_words(view.result.get("earlier"), is_repair=view.plan.is_repair),
        "line": line_words(),
        "choices": choice_words(view.plan.choices, view.names),
        "unshown": max(0, len(view.left_out) - _MOST_SHOWN),
        "outside": [
            (invitation, why_out(reason, view.plan.order))
            for invitation, reason in view.left_out[:_MOST_SHOWN]
        ],
        "rows": [
            (row, [(pieces, _shade(pieces, most)) for pieces in row.weekly]) for row in view.rows
        ],
    }


def _shade(pieces: int, most: int) -> int:
    """Return the shade of a week: 0 for nothing, 1 to 4 by its share of the largest week."""
    return 0 if not pieces else 1 + 3 * pieces // most
