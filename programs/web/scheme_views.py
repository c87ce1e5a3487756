"""Public pages: programmes, their rules, the pre-check and the cost of a loan."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.selectors.offices import offices_to_ask
from common.dates import clock
from common.web.fields import MoneyField, WholeField
from common.web.form_pages import status_of_form
from common.web.refusals import refusals_as_pages
from programs.enums import EditionBasis
from programs.kinds.registry import kind_of, kinds, passes_on
from programs.models import Edition, Stage
from programs.selectors.calls import closed_because
from programs.selectors.catalogue import edition_today, editions_in_force
from programs.shared.figures import figures_of
from programs.shared.lacks import own_lacks
from programs.shared.loans import Loan, gap_of, later_rates, loan_of
from programs.shared.precheck import store_answers, stored_answers
from programs.shared.questions import in_groups
from programs.web.precheck import PrecheckForm, result_of
from reference.selectors.terms import terms_in

EXAMPLE_AMOUNT, EXAMPLE_MONTHS = 10_000_000, 12


class LoanForm(forms.Form):
    """Amount and months of the instalment table."""

    jumlah = MoneyField(label=_("Jumlah pinjaman"))
    bulan = WholeField(label=_("Berapa bulan"))


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """List every programme that is in force today."""
    editions = list(editions_in_force(clock.today()))
    groups = [
        (gettext(kind.title), [each for each in editions if each.scheme.kind == kind.code])
        for kind in kinds()
    ]
    return render(request, "program/daftar.html", {"kinds": [pair for pair in groups if pair[1]]})


@require_safe
@refusals_as_pages
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the programme is, what it requires, how long it takes, and under which rules."""
    edition = edition_today(code)
    stages = list(edition.stages.all())
    inner = [stage for stage in stages if not stage.is_outside]
    context = {
        "edition": edition,
        "scheme": edition.scheme,
        "closed": closed_because(edition, clock.today()),
        "has_rate": kind_of(edition.scheme.kind).rate is not None,
        "lacks": own_lacks(request.user, edition, back=request.path),
        "figures": figures_of(edition),
        "decided_by_agreement": edition.scheme.edition_basis == EditionBasis.AGREEMENT,
        "later_rates": later_rates(edition, kind_of(edition.scheme.kind).rate_facts),
        "ask": offices_to_ask(edition.scheme.agency_field, None),
        "requirements": edition.requirements.all(),
        "inner": inner,
        "outside": [stage for stage in stages if stage.is_outside],
        "stages_verified": all(stage.is_verified for stage in stages),
        "days": sum(stage.working_days or 0 for stage in inner),
        "groups": in_groups(list(edition.questions.all())),
        "terms": terms_in(_texts_of(edition, stages)),
    }
    return render(request, "program/skema.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_pages
def precheck(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the facts of the verdict; answers stay in the session, never in the URL."""
    edition = edition_today(code)
    if request.method != "POST":
        form = PrecheckForm(edition, stored_answers(request, code))
        return _precheck_page(request, edition, form)
    form = PrecheckForm(edition, {}, request.POST)
    if not form.is_valid():
        return _precheck_page(request, edition, form)
    facts = form.facts()
    if not facts:
        form.add_error(None, _("Jawab paling sedikit satu pertanyaan, lalu cek lagi."))
        return _precheck_page(request, edition, form)
    store_answers(request, code, facts)
    return redirect("precheck-result", code=code)


@require_safe
@refusals_as_pages
def precheck_result(request: HttpRequest, code: str) -> HttpResponse:
    """Show all reasons with figure and article, what is missing, and the monthly instalment."""
    edition = edition_today(code)
    stored = stored_answers(request, code)
    if not stored:
        return redirect("precheck", code=code)
    result = result_of(edition, stored)
    loan = result.loan
    context = {
        "edition": edition,
        "scheme": edition.scheme,
        "passes_on": passes_on(edition.scheme.kind, edition.scheme.outcome),
        "result": result,
        "lacks": own_lacks(request.user, edition, back=request.path),
        "loan": loan,
        "table_url": _table_url(code, loan) if loan else "",
    }
    return render(request, "program/hasil.html", context)


@require_safe
@refusals_as_pages
def instalments(request: HttpRequest, code: str) -> HttpResponse:
    """Show the instalment table for an amount and a number of months."""
    edition = edition_today(code)
    example = {"jumlah": str(EXAMPLE_AMOUNT), "bulan": str(EXAMPLE_MONTHS)}
    form = LoanForm({**example, **request.GET.dict()})
    loan, facts = None, {}
    if form.is_valid():
        facts = {
            **kind_of(edition.scheme.kind).rate_facts,
            "requested_amount": form.cleaned_data["jumlah"],
            "tenor_months": form.cleaned_data["bulan"],
        }
        loan = loan_of(edition, facts)
        if loan is None:
            gap = gap_of(edition, facts) or _("Angsuran untuk angka ini tidak dapat dihitung.")
            form.add_error("bulan", gap)
    context = {
        "edition": edition,
        "scheme": edition.scheme,
        "form": form,
        "loan": loan,
        "later_rates": later_rates(edition, facts) if loan else [],
    }
    return render(request, "program/angsuran.html", context)


def _table_url(code: str, loan: Loan) -> str:
    query = urlencode({"jumlah": loan.principal, "bulan": loan.months})
    return f"{reverse('scheme-instalments', args=[code])}?{query}"


def _precheck_page(request: HttpRequest, edition: Edition, form: PrecheckForm) -> HttpResponse:
    context: dict[str, Any] = {
        "edition": edition,
        "scheme": edition.scheme,
        "form": form,
        "terms": terms_in(_text_of(field) for field in form),
        "lacks": own_lacks(request.user, edition, back=request.path),
    }
    return render(request, "program/cek.html", context, status=status_of_form(form))


def _texts_of(edition: Edition, stages: Iterable[Stage]) -> list[str]:
    """Return what the page of a scheme says about its rows in words."""
    requirements = [f"{item.label} {item.help}" for item in edition.requirements.all()]
    rules = [rule.label for rule in edition.rules.all()]
    return [edition.scheme.summary, *requirements, *rules, *(stage.name for stage in stages)]


def _text_of(field: Any) -> str:
    """Return the text of a form's question, with its choices."""
    choices = " ".join(str(label) for _value, label in getattr(field.field, "choices", ()))
    return f"{field.label} {field.help_text} {choices}"
