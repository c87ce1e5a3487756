"""Which task of an application solves what a rule finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from applications.models import Application
from applications.policies.corrections import ENTERPRISE
from applications.selectors.assessments import assessment_of
from programs.enums import Severity
from programs.kinds.registry import kind_of
from programs.messages.violations import violation_text
from programs.policies.eligibility import RuleCheck, evaluate


@dataclass
class Problems:
    """Sentences about one task: what keeps the file from being sent, and doubts."""

    blocking: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All sentences, those that block first."""
        return " ".join([*self.blocking, *self.notes])


def problems_of(application: Application) -> Mapping[str, Problems]:
    """Return what the rules find, by task: the code of a group of questions, or ENTERPRISE.

    Only tasks about which something is said are in it.
    """
    assessment = assessment_of(application)
    found: dict[str, Problems] = {}
    for check in kind_of(application.scheme.kind).checks:
        for violation in evaluate(assessment.facts, assessment.rules, [check]).violations:
            problems = found.setdefault(_place_of(application, check), Problems())
            blocks = violation.severity == Severity.BLOCKS
            (problems.blocking if blocks else problems.notes).append(violation_text(violation))
    return found


def _place_of(application: Application, check: RuleCheck) -> str:
    """Return the task that solves the finding: a number that the profile lacks, else an answer."""
    facts = assessment_of(application).facts
    if any(name.startswith("has_") and facts.get(name) is False for name in check.facts):
        return ENTERPRISE
    groups = {question.code: question.group for question in application.edition.questions.all()}
    return next((groups[name] for name in check.facts if name in groups), ENTERPRISE)
