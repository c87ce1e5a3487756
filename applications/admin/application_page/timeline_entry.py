"""One entry of the officials' timeline of an application."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TimelineEntry:
    """One entry; `about` lists the fields or stages it concerned, `mark` says what is unusual."""

    title: str
    at: datetime
    who: str
    reason: str
    about: str = ""
    mark: str = ""
