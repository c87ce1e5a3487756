"""The verdict on an application with today's facts, as display text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.admin.application_page.labels import fact_label
from applications.selectors.assessments import Assessment
from common.law.citation import citation
from programs.enums import Severity
from programs.messages.grounds import according_to
from programs.messages.violations import office_text
from programs.policies.eligibility import Verdict, Violation
from programs.shared.loans import Loan, gap_of, loan_of


@dataclass(frozen=True)
class ViolationRow:
    """One violation, and its legal basis or its unverified source."""

    text: str
    basis: str
    blocks: bool
    is_verified: bool


@dataclass(frozen=True)
class VerdictSummary:
    """The verdict as the page shows it; `style` is ok, blocked or open (a fact is missing)."""

    style: str
    title: str
    violations: Sequence[ViolationRow]
    missing: Sequence[str]
    has_changed: bool
    loan: Loan | None
    gap: str
    blocks: bool


def verdict_summary(assessment: Assessment) -> VerdictSummary:
    """Return the verdict under the application's edition; needs its rules and questions."""
    application, verdict = assessment.application, assessment.verdict
    style, title = _title(verdict)
    return VerdictSummary(
        style=style,
        title=title,
        violations=[_violation_row(v) for v in verdict.violations],
        missing=[fact_label(application, name) for name in verdict.missing],
        has_changed=_differs(application.verdict, verdict),
        loan=_loan(assessment),
        gap=gap_of(application.edition, assessment.facts, rules=assessment.rules),
        blocks=bool(verdict.blocking),
    )


def _loan(assessment: Assessment) -> Loan | None:
    """Return the loan at the rate of the application's region, not the enterprise's."""
    edition = assessment.application.edition
    return loan_of(edition, assessment.facts, rules=assessment.rules)


def _title(verdict: Verdict) -> tuple[str, str]:
    if verdict.blocking:
        return "blocked", _("Belum memenuhi syarat")
    if verdict.missing:
        return "open", _("Belum dapat dinilai")
    if verdict.violations:
        return "ok", _("Memenuhi syarat, dengan catatan")
    return "ok", _("Memenuhi syarat")


def _violation_row(violation: Violation) -> ViolationRow:
    return ViolationRow(
        text=office_text(violation),
        basis=citation(violation) if violation.verified else according_to(violation.source),
        blocks=violation.severity == Severity.BLOCKS,
        is_verified=violation.verified,
    )


def _differs(at_submission: Mapping[str, Any] | None, verdict: Verdict) -> bool:
    if not at_submission:
        return False
    before = {(v["code"], v["severity"]) for v in at_submission.get("violations", ())}
    now = {(v.code, str(v.severity)) for v in verdict.violations}
    return before != now or at_submission.get("eligible") != verdict.eligible
