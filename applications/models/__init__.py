"""Applications, their history and documents, who holds them, and what officials note about them."""

from applications.models.application import Application, ApplicationEvent
from applications.models.attachment import Attachment
from applications.models.holding import Holding, HoldingEnd
from applications.models.remarks import ApplicantMessage, Note, Reminder

__all__ = [
    "ApplicantMessage",
    "Application",
    "ApplicationEvent",
    "Attachment",
    "Holding",
    "HoldingEnd",
    "Note",
    "Reminder",
]
