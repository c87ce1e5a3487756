"""Tools for everybody: a loan, the class of a business, a deadline, a sampling plan."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.dates import clock
from common.dates.working_days import add_working_days, skipped
from common.money.instalments import schedule
from common.sampling import sampling_plan
from enterprises.selectors.classes import classify
from programs.web.tool_forms import ClassToolForm, DaysToolForm, LoanToolForm, SamplingToolForm
from reference.selectors.calendar import closed_days, corrections_since, horizon

_SATURDAY = 5


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """What tools there are."""
    return render(request, "alat/daftar.html")


@require_safe
def loan_tool(request: HttpRequest) -> HttpResponse:
    """Instalments month by month, at the rate and by the method asked."""
    form = _asked(LoanToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        rows = schedule(
            principal=given["jumlah"],
            annual_rate=given["bunga"],
            months=given["bulan"],
            method=given["metode"],
        )
        context |= {
            "loan": {"rows": rows, "principal": given["jumlah"]},
            "first": rows[0],
            "last": rows[-1],
            "interest": sum(row.interest for row in rows),
        }
    return render(request, "alat/angsuran.html", context)


@require_safe
def class_tool(request: HttpRequest) -> HttpResponse:
    """The class by capital and by sales, with their articles."""
    form = _asked(ClassToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        context["found"] = classify(given["modal"], given["penjualan"], clock.today())
    return render(request, "alat/kelas_usaha.html", context)


@require_safe
def days_tool(request: HttpRequest) -> HttpResponse:
    """The day a deadline falls on, the closed days on the way, and the corrections that count."""
    form = _asked(DaysToolForm, request)
    context: dict[str, Any] = {"form": form, "corrections": corrections_since(clock.today())}
    if form.is_valid():
        start, days = form.cleaned_data["mulai"], form.cleaned_data["hari"]
        closed = closed_days(start, horizon(start, days))
        due_on = add_working_days(start, days, closed)
        left_out = skipped(start, due_on, closed)
        holidays = [(day, reason) for day, reason in left_out if day.weekday() < _SATURDAY]
        context |= {
            "start": start,
            "days": days,
            "due_on": due_on,
            "weekends": len(left_out) - len(holidays),
            "holidays": holidays,
        }
    return render(request, "alat/hari_kerja.html", context)


@require_safe
def sampling_tool(request: HttpRequest) -> HttpResponse:
    """How many pieces of a lot are looked at, and how many bad ones are too many."""
    form = _asked(SamplingToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        plan = sampling_plan(given["lot"], given["tingkat"], given["aql"])
        context |= {"plan": plan, "lot": given["lot"], "is_whole": plan.inspects_all(given["lot"])}
    return render(request, "alat/rencana_sampel.html", context)


def _asked(form: type[forms.Form], request: HttpRequest) -> forms.Form:
    """Bound once somebody asked; the bare address shows an empty form without errors."""
    return form(request.GET if request.GET else None)
