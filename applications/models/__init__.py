"""Applications, their history and documents, who holds them, and what officials note about them."""

from applications.models.application import Application, ApplicationEvent
from applications.models.attachment import Attachment
from applications.models.decision_notice import DecisionNotice, DeliveryWay
from applications.models.holding import Holding, HoldingEnd
from applications.models.objection import (
    OPEN_OBJECTIONS,
    REOPENING,
    Objection,
    ObjectionStatus,
)
from applications.models.outside_step import OutsideReminder, OutsideResult, OutsideStep
from applications.models.remarks import ApplicantMessage, Note, Reminder
from applications.models.silence import SilenceWarning
from applications.models.warning import CorrectionWarning

__all__ = [
    "OPEN_OBJECTIONS",
    "REOPENING",
    "ApplicantMessage",
    "Application",
    "ApplicationEvent",
    "Attachment",
    "CorrectionWarning",
    "DecisionNotice",
    "DeliveryWay",
    "Holding",
    "HoldingEnd",
    "Note",
    "Objection",
    "ObjectionStatus",
    "OutsideReminder",
    "OutsideResult",
    "OutsideStep",
    "Reminder",
    "SilenceWarning",
]
