"""One entry of the officials' timeline of an application."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TimelineEntry:
    """One entry; `changed` lists what a resubmission changed, `mark` says what is unusual."""

    title: str
    at: datetime
    who: str
    reason: str
    changed: str = ""
    mark: str = ""
