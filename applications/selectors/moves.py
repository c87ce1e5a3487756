"""The history of an application as its clocks read it."""

from collections.abc import Iterable
from typing import Final

from applications.models import ApplicationEvent
from applications.policies.clock import Move
from common.dates.clock import local_date

REOPENED_DAYS_KEY: Final = "objection.follow"


def moves_of(events: Iterable[ApplicationEvent]) -> list[Move]:
    """Return each event with its day in Jakarta."""
    return [
        Move(
            local_date(event.at),
            event.transition,
            event.from_state,
            event.from_stage_id,
            event.to_stage_id,
        )
        for event in events
    ]
