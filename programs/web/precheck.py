"""The pre-check: questions a visitor may answer without signing in, and the result."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import clock
from common.web.fields import DayField, MoneyField, PickField, YesNoField
from programs.enums import Outcome
from programs.kinds.registry import kind_of
from programs.messages.figures import choices_of
from programs.models import Edition
from programs.policies.facts import BORROWERS, SECTOR_GROUPS
from programs.selectors.alternatives import fitting_instead
from programs.selectors.catalogue import editions_in_force, rule_book
from programs.selectors.verdicts import evaluate_facts
from programs.shared.loans import LaterRate, Loan, gap_of, later_rates, loan_of
from programs.shared.questions import QuestionsForm, in_groups
from programs.shared.reasons import Reasons, reasons_of
from reference.enums import Sector

# Facts that a registered enterprise has in its profile; a visitor is asked for them.
_PROFILE: Mapping[str, forms.Field] = {
    "borrower": PickField(
        options=choices_of(BORROWERS), label=_("Siapa yang meminjam?"), required=False
    ),
    "sector_group": PickField(
        options=choices_of(SECTOR_GROUPS), label=_("Apa bidang usahanya?"), required=False
    ),
    "sector": PickField(options=Sector.choices, label=_("Apa sektornya?"), required=False),
    "business_started_on": DayField(
        label=_("Kapan usaha mulai berjalan?"),
        help_text=_("Kalau lupa tanggalnya, pilih tanggal 1 pada bulan itu."),
        required=False,
    ),
    "annual_sales": MoneyField(
        label=_("Berapa hasil penjualan setahun terakhir?"),
        help_text=_("Perkiraan tidak apa-apa: penjualan sebulan dikali dua belas."),
        required=False,
    ),
    "has_nib_or_sku": YesNoField(
        label=_("Apakah usaha punya NIB atau surat keterangan usaha?"), required=False
    ),
    "has_npwp": YesNoField(label=_("Apakah Anda punya NPWP?"), required=False),
    "mentored": YesNoField(
        label=_("Apakah usaha ikut pendampingan atau pelatihan?"),
        help_text=_("Hanya berpengaruh bila usaha baru berjalan beberapa bulan."),
        required=False,
    ),
}


class PrecheckForm(QuestionsForm):
    """Every fact the verdict may use; all are optional, and the result asks for missing ones."""

    all_optional = True

    def __init__(self, edition: Edition, stored: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(list(edition.questions.all()), stored, data)
        for field in self.fields.values():
            field.required = False
        facts = kind_of(edition.scheme.kind).facts_under(rule_book(edition))
        self._profile = [code for code in _PROFILE if code in facts]
        for code in self._profile:
            self.initial[code] = stored.get(code)
            self.fields[code] = deepcopy(_PROFILE[code])
        self._groups = in_groups(list(self.questions.values()))
        # Errors are summed up in the order of the page.
        self.order_fields([field.name for _title, fields in self.sections() for field in fields])

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the first page of questions, the profile of the enterprise, then other pages."""
        pages = [(g.title, [self[q.code] for q in g.questions]) for g in self._groups]
        if not self._profile:
            return pages
        profile = (gettext("Usaha Anda"), [self[code] for code in self._profile])
        return [*pages[:1], profile, *pages[1:]]

    def facts(self) -> dict[str, Any]:
        """Return the answers, in JSON types, for the visitor's session."""
        return {code: value for code, value in self.answers().items() if value is not None}


@dataclass(frozen=True)
class Missing:
    """A fact that the verdict still needs, and the field that asks for it."""

    label: str
    field_id: str


@dataclass(frozen=True)
class Result:
    """The verdict as display text, with the loan where one was requested."""

    outcome: Outcome
    reasons: Reasons
    missing: list[Missing]
    loan: Loan | None
    gap: str
    later_rates: list[LaterRate]
    instead: Edition | None = None

    @property
    def may_apply(self) -> bool:
        """Whether nothing known bars an application."""
        return self.outcome in (Outcome.ELIGIBLE, Outcome.WITH_NOTES)


def result_of(edition: Edition, stored: Mapping[str, Any]) -> Result:
    """Evaluate a visitor's stored answers under `edition`, as of today."""
    facts = as_facts(stored)
    verdict = evaluate_facts(edition, facts, clock.today())
    form = PrecheckForm(edition, stored)
    return Result(
        outcome=verdict.outcome,
        reasons=reasons_of(verdict.violations),
        missing=[_missing(form, name) for name in verdict.missing],
        loan=loan_of(edition, facts),
        gap=gap_of(edition, facts),
        later_rates=later_rates(edition, facts),
        instead=_instead(edition, facts) if verdict.blocking else None,
    )


def _instead(edition: Edition, facts: Mapping[str, Any]) -> Edition | None:
    return fitting_instead(edition, facts, editions_in_force(clock.today()))


def as_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Convert stored answers into facts for policies: ISO strings of days become dates."""
    facts = dict(stored)
    started = facts.get("business_started_on")
    if isinstance(started, str):
        facts["business_started_on"] = date.fromisoformat(started)
    return facts


def _missing(form: PrecheckForm, name: str) -> Missing:
    if name not in form.fields:
        return Missing(name, "")
    bound = form[name]
    return Missing(str(bound.label), bound.id_for_label or f"{bound.auto_id}_0")


def question_label(edition: Edition, name: str) -> str:
    """Return the label of the question that asks for the fact `name`."""
    for question in edition.questions.all():
        if question.code == name:
            return question.label
    field = _PROFILE.get(name)
    return str(field.label) if field else name
