"""What the next weeks of one's enterprise keep for pooled orders."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.dates import clock
from common.edits.merging import ChangedMeanwhile
from common.errors import Conflict, InvalidInput
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from enterprises.models import Enterprise
from enterprises.policies.capacity import WHOLE_WEEK, WORD_GOOD_DAYS, is_aged, weeks_from
from enterprises.selectors.capacity import PlannedWeek, planned_weeks, promises_in
from enterprises.selectors.products import products_of
from enterprises.services.capacity_statements import (
    capacity_row,
    record_sale_elsewhere,
    state_capacity,
    week_field,
)
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.capacity_forms import SaleForm, Unit, WeeksForm, units_of
from enterprises.web.owner_access import owner_page
from enterprises.web.shortfall_words import warn_of

WEEKS: Final = 12
_MOST_UNITS: Final = 12
# Values that fill all weeks at once, by their parameter in the address.
_FILLED: Final[Mapping[str, int]] = {"penuh": WHOLE_WEEK, "separuh": WHOLE_WEEK // 2, "kosong": 0}
AS_BEFORE: Final = "usulan"


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Ask what each of the next weeks keeps for pooled orders.

    `satuan` in the address is the product whose pieces are the unit, or percent; `isi` fills all
    weeks at once, without saving them. What others changed since is not overwritten unseen (409).
    """
    enterprise = own_enterprise(request, enterprise_id)
    weeks = planned_weeks(enterprise, weeks_from(clock.today(), WEEKS))
    units = _units(enterprise)
    unit = _unit(request, units)
    stored = {week_field(each.week): each.free for each in weeks}
    is_sent = request.method == "POST"
    form = WeeksForm(
        weeks, unit, request.POST if is_sent else None, initial=_filled(request, weeks)
    )
    shown = form.guard(capacity_row(enterprise), stored)
    if is_sent and form.is_valid():
        user = current_user(request)
        try:
            short = state_capacity(user, enterprise, form.free, proposed=form.proposed, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except InvalidInput as error:
            show_errors(form, error)
        else:
            messages.success(request, _("Kapasitas tersimpan."))
            warn_of(request, short)
            return redirect("enterprise-capacity", enterprise.pk)
    promises = promises_in(enterprise, [each.week for each in weeks])
    context = {
        "form": form,
        "enterprise": enterprise,
        "unit": unit,
        "units": units,
        "rows": [
            (each, field, unit.shown(each.promised) if each.promised else "")
            for each, field in form.rows
        ],
        "has_proposals": any(each.proposal and not each.is_of_eid for each in weeks),
        "promises": promises,
        "old_since": _old_since(weeks),
    }
    return render(request, "usaha/kapasitas.html", context, status=status_of_form(form))


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def sale(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Subtract what was sold to another buyer from what a week keeps free."""
    enterprise = own_enterprise(request, enterprise_id)
    planned = planned_weeks(enterprise, weeks_from(clock.today(), WEEKS))
    weeks = [each for each in planned if each.free is not None]
    unit = _unit(request, _units(enterprise))
    form = SaleForm(weeks, unit, request.POST if request.method == "POST" else None)
    stored = {week_field(each.week): each.free for each in weeks}
    shown = form.guard(capacity_row(enterprise), stored)
    if request.method == "POST" and form.is_valid():
        user = current_user(request)
        try:
            short = record_sale_elsewhere(
                user, enterprise, form.week, form.cleaned_data["pieces"], shown=shown
            )
        except ChangedMeanwhile as error:
            form.explain(error.merge, {})
        except InvalidInput as error:
            show_errors(form, error)
        except Conflict as error:
            show_errors(form, error)
            form.status = error.status
        else:
            messages.success(request, _("Sisa kapasitas pekan itu dikurangi."))
            warn_of(request, short)
            return redirect("enterprise-capacity", enterprise.pk)
    context = {"form": form, "enterprise": enterprise, "unit": unit, "weeks": weeks}
    return render(request, "usaha/penjualan.html", context, status=status_of_form(form))


def _old_since(weeks: Sequence[PlannedWeek]) -> date | None:
    """Return the day of the newest statement if it is old; None if it is recent or absent."""
    newest = max((each.stated_on for each in weeks if each.stated_on), default=None)
    is_old = newest is not None and is_aged(newest, clock.today(), WORD_GOOD_DAYS)
    return newest if is_old else None


def _units(enterprise: Enterprise) -> list[Unit]:
    return units_of(products_of(enterprise).prefetch_related(None)[:_MOST_UNITS])


def _unit(request: HttpRequest, units: Sequence[Unit]) -> Unit:
    asked = request.GET.get("satuan", "")
    return next((each for each in units if each.key == asked), units[0])


def _filled(request: HttpRequest, weeks: Sequence[PlannedWeek]) -> dict[date, int | None]:
    """Return the initial values: what is stored, else the proposal, or what `isi` asks for.

    Nothing but a proposal is filled into the weeks of Idul Fitri.
    """
    asked = request.GET.get("isi", "")
    fill: Callable[[PlannedWeek], int | None]
    if asked == AS_BEFORE:
        fill = _proposed
    elif asked in _FILLED:
        part = _FILLED[asked]

        def fill(each: PlannedWeek) -> int | None:
            return 0 if each.is_of_eid else part

    else:
        fill = _standing
    return {each.week: fill(each) for each in weeks}


def _proposed(each: PlannedWeek) -> int | None:
    return each.free if each.proposal is None else each.proposal.thousandths


def _standing(each: PlannedWeek) -> int | None:
    return _proposed(each) if each.free is None else each.free
