"""Pages on which an exporter asks members, tries plans, sends letters and quotes."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from enterprises.models import Product
from supply.enums import Currency, OfferState, OrderAct, OrderState, PlanState
from supply.messages.member_plan import line_words
from supply.messages.plan_choices import choice_words
from supply.messages.plan_helps import help_words
from supply.messages.plan_words import remedy_words, why_out
from supply.models import Order
from supply.policies.order_states import acts
from supply.selectors.candidates import certificate_names, fitting_products, standings
from supply.selectors.member_groups import group_choices
from supply.selectors.orders import accepted_pieces, order_for, plan_for
from supply.selectors.plan_view import PlanView, plan_view
from supply.selectors.spare_capacity import spare_of
from supply.services.commitment_letters import send_letters
from supply.services.grading import grade_member
from supply.services.inviting import invite
from supply.services.plan_runs import ask_plan
from supply.services.quoting import quote
from supply.services.samples import note_sample
from supply.web.exporter_views import exporter_page
from supply.web.order_fields import refuse
from supply.web.order_forms import (
    GradeForm,
    InviteForm,
    PlanForm,
    QuoteForm,
    SampleForm,
    SendForm,
)

_PAGE: Final = 50
_MOST_SHOWN: Final = 300
_REFUSED: Final = (InvalidInput, Conflict)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show members that fit, with grade and what they lack; invite, grade, note a sample."""
    order = order_for(current_user(request), uid)
    try:
        page = keyset_page(
            fitting_products(order),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE,
        )
    except InvalidInput:
        return redirect("export-order-members", uid)
    shown = _member_forms(request, order, page.items)
    act = request.POST.get("act", "")
    sent = shown.get(act)
    if sent is not None and sent.is_valid():
        try:
            said = _do_with_members(request, order, act, sent.cleaned_data)
        except _REFUSED as error:
            refuse(sent, error)
        else:
            messages.success(request, said)
            return redirect("export-order-members", uid)
    form = sent or shown["invite"]
    context = {
        "order": order,
        "rows": _member_rows(order, page.items),
        "forms": shown,
        "form": form,
        "samples": order.samples.select_related("product__enterprise", "specification"),
        "acts": acts(order.state),
        "is_preparing": order.state == OrderState.PREPARING,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "ekspor/pesanan_anggota.html", context, status=status_of_form(form))


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the plans of an order and ask for another, around accepted letters once they are out."""
    user = current_user(request)
    order = order_for(user, uid)
    offered = order.invitations.filter(state=OfferState.OFFERED)
    names = [
        (row.pk, row.product.enterprise.name)
        for row in offered.select_related("product__enterprise").order_by("id")[:_MOST_SHOWN]
    ]
    is_repair = order.state == OrderState.LETTERS_OUT
    form = PlanForm(request.POST if request.method == "POST" else None, names, group_choices(order))
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
        "plans": order.plans.all()[:_PAGE],
        "may_ask": bool({OrderAct.PLAN, OrderAct.REPAIR} & acts(order.state)),
        "is_repair": is_repair,
        "has_offers": bool(names),
    }
    page = "ekspor/pesanan_rencana_daftar.html"
    return render(request, page, context, status=status_of_form(form))


@exporter_page
@require_safe
def one_plan(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Show a plan; one that is being worked out says so, with a link to look again."""
    plan = plan_for(current_user(request), uid, number)
    context: dict[str, Any] = {"order": plan.order, "plan": plan}
    if plan.state == PlanState.WAITING:
        return render(request, "ekspor/pesanan_rencana_menunggu.html", context)
    if plan.state == PlanState.DONE:
        context |= _shown(plan_view(plan))
        context["may_send"] = OrderAct.SEND_LETTERS in acts(plan.order.state)
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
    context = {"order": plan.order, "plan": plan, "form": form, **_shown(plan_view(plan))}
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
        "quotes": order.quotes.select_related("made_by")[:_PAGE],
        "covered": covered,
        "is_covered": order.state == OrderState.LETTERS_CLOSED and covered >= order.target,
    }
    return render(request, "ekspor/pesanan_penawaran.html", context, status=status_of_form(form))


def _member_forms(
    request: HttpRequest, order: Order, products: Sequence[Product]
) -> dict[str, forms.Form]:
    act = request.POST.get("act", "")

    def sent(name: str) -> Any:
        return request.POST if act == name else None

    named = [(row.pk, f"{row.enterprise.name}, {row.name}") for row in products]
    firms = {row.enterprise_id: row.enterprise.name for row in products}
    return {
        "invite": InviteForm(
            sent("invite"), named, [(row.pk, row.name) for row in order.hubs.all()]
        ),
        "grade": GradeForm(sent("grade"), sorted(firms.items(), key=lambda pair: pair[1])),
        "sample": SampleForm(sent("sample"), named),
    }


def _do_with_members(request: HttpRequest, order: Order, act: str, typed: dict[str, Any]) -> str:
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


def _member_rows(order: Order, products: Sequence[Product]) -> list[dict[str, Any]]:
    stand = standings(order, {row.enterprise_id for row in products})
    names = certificate_names(order.certificates)
    spare = spare_of(order, products)
    asked = {row.product_id: row for row in order.invitations.filter(product__in=products)}
    return [
        {
            "product": row,
            "spare": spare[row.pk],
            "grade": stand[row.enterprise_id].grade,
            "lacks": [names[kind] for kind in stand[row.enterprise_id].lacks],
            "invitation": asked.get(row.pk),
        }
        for row in products
    ]


def _shown(view: PlanView) -> dict[str, Any]:
    most = max((pieces for row in view.rows for pieces in row.weekly), default=0)
    return {
        "view": view,
        "remedies": [remedy_words(row) for row in view.result.get("remedies", [])],
        "helps": [help_words(row, names, view.result["shortfall"]) for row, names in view.helps],
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
    """Return how dark a week is drawn: 0 for nothing, 1 to 4 by its part of the largest week."""
    return 0 if not pieces else 1 + 3 * pieces // most
