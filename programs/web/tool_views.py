"""Public tools: a loan, the class of a business, a deadline, a sampling plan."""

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
    """List the tools."""
    return render(request, "alat/daftar.html")


@require_safe
def loan_tool(request: HttpRequest) -> HttpResponse:
    """Show instalments month by month, at the rate and by the method requested."""
    form = _bound_form(LoanToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        rows = schedule(
            principal=data["jumlah"],
            annual_rate=data["bunga"],
            months=data["bulan"],
            method=data["metode"],
        )
        context |= {
            "loan": {"rows": rows, "principal": data["jumlah"]},
            "first": rows[0],
            "last": rows[-1],
            "interest": sum(row.interest for row in rows),
        }
    return render(request, "alat/angsuran.html", context)


@require_safe
def class_tool(request: HttpRequest) -> HttpResponse:
    """Show the class by capital and by sales, with their articles."""
    form = _bound_form(ClassToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        context["found"] = classify(data["modal"], data["penjualan"], clock.today())
    return render(request, "alat/kelas_usaha.html", context)


@require_safe
def days_tool(request: HttpRequest) -> HttpResponse:
    """Show the day of a deadline, the days skipped, and the calendar corrections that apply."""
    form = _bound_form(DaysToolForm, request)
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
    """Show how many pieces of a lot to inspect, and how many defective ones reject it."""
    form = _bound_form(SamplingToolForm, request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        plan = sampling_plan(data["lot"], data["tingkat"], data["aql"])
        context |= {"plan": plan, "lot": data["lot"], "is_whole": plan.inspects_all(data["lot"])}
    return render(request, "alat/rencana_sampel.html", context)


def _bound_form(form: type[forms.Form], request: HttpRequest) -> forms.Form:
    """Return the form, bound where the URL has a query string; unbound it shows no errors."""
    return form(request.GET if request.GET else None)
