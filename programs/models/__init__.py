"""Schemes, their editions and the rows of an edition."""

from programs.models.form import Question, Requirement
from programs.models.rule import Rule
from programs.models.scheme import Edition, Scheme
from programs.models.stage import Stage
from programs.models.wording import OutcomeWord, ReasonText

__all__ = [
    "Edition",
    "OutcomeWord",
    "Question",
    "ReasonText",
    "Requirement",
    "Rule",
    "Scheme",
    "Stage",
]
