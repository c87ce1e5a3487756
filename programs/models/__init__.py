"""Schemes, their editions and the rows of an edition; checks of spreadsheets."""

from programs.models.bulk_check import BulkCheck
from programs.models.form import Question, Requirement
from programs.models.rule import Rule
from programs.models.scheme import Edition, Scheme
from programs.models.stage import Stage
from programs.models.wording import OutcomeWord, ReasonText

__all__ = [
    "BulkCheck",
    "Edition",
    "OutcomeWord",
    "Question",
    "ReasonText",
    "Requirement",
    "Rule",
    "Scheme",
    "Stage",
]
