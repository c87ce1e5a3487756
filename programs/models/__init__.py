"""Schemes and their editions, applications and their history."""

from programs.models.application import Application, ApplicationEvent
from programs.models.attachment import Attachment
from programs.models.borrower import Borrower
from programs.models.form import Question, Requirement
from programs.models.rule import Rule
from programs.models.scheme import Edition, Scheme
from programs.models.stage import Stage
from programs.models.wording import Letter, OutcomeWord, ReasonText

__all__ = [
    "Application",
    "ApplicationEvent",
    "Attachment",
    "Borrower",
    "Edition",
    "Letter",
    "OutcomeWord",
    "Question",
    "ReasonText",
    "Requirement",
    "Rule",
    "Scheme",
    "Stage",
]
