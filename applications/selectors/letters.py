"""The office's letters about applications."""

from django.db.models import QuerySet

from applications.models import Application
from letters.models import Letter
from letters.selectors.letters import letters_about

_PREFIX = "application:"


def subject_of(application: Application) -> str:
    """Return the name by which `letters` refers to the application."""
    return f"{_PREFIX}{application.pk}"


def application_id_of(subject: str) -> int | None:
    """Return the key of the application that a letter is about; None for anything else."""
    key = subject.removeprefix(_PREFIX)
    return int(key) if key != subject and key.isascii() and key.isdigit() else None


def letters_of(application: Application) -> QuerySet[Letter]:
    """Return the letters about the application, the oldest first, without cancelled drafts."""
    return letters_about(subject_of(application))
