"""The verdict over a file with today's facts, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.admin.labels import fact_word
from applications.models import Application
from common.formats import percent
from common.law import citation
from common.money.instalments import InstalmentError, annuity
from programs.enums import Severity
from programs.kinds.registry import kind_of
from programs.messages.violations import violation_text
from programs.policies.eligibility import RuleBook, Verdict, Violation, judge
from programs.selectors.catalogue import rule_book
from programs.selectors.verdicts import facts_of


@dataclass(frozen=True)
class Complaint:
    """One violation: what, and on which basis."""

    text: str
    basis: str
    blocks: bool
    is_verified: bool


@dataclass(frozen=True)
class Loan:
    """What the loan costs; `monthly` in rupiah."""

    monthly: int
    months: int
    rate: str
    basis: str
    is_verified: bool


@dataclass(frozen=True)
class Judgement:
    """`kind` is ok, blocked or open."""

    kind: str
    title: str
    complaints: Sequence[Complaint]
    missing: Sequence[str]
    has_changed: bool
    loan: Loan | None

    @property
    def blocks(self) -> bool:
        return self.kind == "blocked"


def judgement_of(application: Application) -> Judgement:
    """The verdict under the edition the file carries; needs its rules and questions."""
    facts = facts_of(application.enterprise, application.answers)
    rules = rule_book(application.edition, application.regency_id)
    verdict = judge(facts, rules, kind_of(application.scheme.kind).checks)
    kind, title = _title(verdict)
    return Judgement(
        kind=kind,
        title=title,
        complaints=[_complaint(v, rules) for v in verdict.violations],
        missing=[fact_word(application, name) for name in verdict.missing],
        has_changed=_differs(application.verdict, verdict),
        loan=_loan(application, facts, rules),
    )


def _title(verdict: Verdict) -> tuple[str, str]:
    if verdict.blocking:
        return "blocked", _("Belum memenuhi syarat")
    if verdict.missing:
        return "open", _("Belum dapat dinilai")
    if verdict.violations:
        return "ok", _("Memenuhi syarat, dengan catatan")
    return "ok", _("Memenuhi syarat")


def _complaint(violation: Violation, rules: RuleBook) -> Complaint:
    return Complaint(
        text=violation_text(violation),
        basis=citation(violation),
        blocks=violation.severity == Severity.BLOCKS,
        is_verified=violation.verified,
    )


def _differs(then: Mapping[str, Any] | None, verdict: Verdict) -> bool:
    if not then:
        return False
    before = {(v["code"], v["severity"]) for v in then.get("violations", ())}
    now = {(v.code, str(v.severity)) for v in verdict.violations}
    return before != now or then.get("eligible") != verdict.eligible


def _loan(application: Application, facts: Mapping[str, Any], rules: RuleBook) -> Loan | None:
    find = kind_of(application.scheme.kind).rate
    rate = find(facts, rules) if find else None
    amount, months = facts.get("requested_amount"), facts.get("tenor_months")
    if rate is None or not amount or not months:
        return None
    try:
        monthly = annuity(amount, rate.annual, months)
    except InstalmentError:
        return None
    basis = citation(rate)
    return Loan(monthly, months, percent(rate.annual), basis, rate.verified)
