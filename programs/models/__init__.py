"""Schemes and their editions, applications and their history."""

from programs.models.application import Application, ApplicationEvent
from programs.models.attachment import Attachment
from programs.models.form import Question, Requirement
from programs.models.scheme import Edition, OutcomeWord, Rule, Scheme
from programs.models.stage import ReasonText, Stage

__all__ = [
    "Application",
    "ApplicationEvent",
    "Attachment",
    "Edition",
    "OutcomeWord",
    "Question",
    "ReasonText",
    "Requirement",
    "Rule",
    "Scheme",
    "Stage",
]
