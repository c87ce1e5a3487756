"""Applications, their history and their documents."""

from applications.models.application import Application, ApplicationEvent
from applications.models.attachment import Attachment

__all__ = ["Application", "ApplicationEvent", "Attachment"]
