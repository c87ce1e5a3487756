"""The files of higher apps that read the profile of an enterprise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from enterprises.models import Enterprise


@dataclass(frozen=True)
class OpenFile:
    """One open file, as its applicant knows it."""

    number: str
    scheme: str
    scheme_code: str
    url: str


def open_files_of(enterprise: Enterprise) -> Sequence[OpenFile]:
    """Return the open files that a change of the profile affects (ENTERPRISE_OPEN_APPLICATIONS)."""
    found: Callable[[Enterprise], Sequence[OpenFile]] = import_string(
        settings.ENTERPRISE_OPEN_APPLICATIONS
    )
    return found(enterprise)
