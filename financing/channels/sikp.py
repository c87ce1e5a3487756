"""Where a host-to-host connection to SIKP would stand, and a simulator in its place.

SIKP connects a partner only after its own tests (SIT, UAT) with a user code and an access code
(PMK 12/2024). Until the office has those, files are uploaded by hand and this simulator answers
from a recording.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from common.dates import clock
from financing.policies.sikp import SikpRow, findings, is_ready

RECORDING = Path(__file__).resolve().parents[1] / "data" / "sikp" / "recording.toml"
OK, BAD_FORMAT, DUPLICATE = "00", "03", "04"


@dataclass(frozen=True)
class Booking:
    """A bank that claimed the candidate; nobody else takes them until it lapses."""

    bank: str
    days_left: int


@dataclass(frozen=True)
class Answer:
    """SIKP's word on one candidate: "00" taken, "03" format not valid, "04" registered already."""

    code: str
    booking: Booking | None = None


class SikpChannel(Protocol):
    """What a connection to SIKP does; raises Unavailable when SIKP cannot be reached."""

    def submit(self, row: SikpRow) -> Answer:
        """Registers a candidate."""
        ...

    def candidate(self, nik: str) -> Answer | None:
        """How SIKP knows a person, or None."""
        ...


class Simulator:
    """Answers as recorded, and remembers what it was given; one instance is one SIKP.

    A recorded booking has so many days left on the day of the recording and lapses after them.
    """

    def __init__(self, recording: Path = RECORDING) -> None:
        with recording.open("rb") as source:
            content = tomllib.load(source)
        self._known: dict[str, dict[str, Any]] = {row["nik"]: row for row in content["candidate"]}

    def submit(self, row: SikpRow) -> Answer:
        """Refuses a bad shape first, then a person SIKP knows and a bank holds or registered."""
        if not is_ready(findings(row)):
            return Answer(BAD_FORMAT)
        known = self.candidate(row["nik"])
        if known is not None:
            return known
        self._known[row["nik"]] = {"nik": row["nik"]}
        return Answer(OK)

    def candidate(self, nik: str) -> Answer | None:
        """A recorded person whose booking has lapsed is free again, and so not known."""
        found = self._known.get(nik)
        if found is None:
            return None
        if "bank" not in found:
            return Answer(DUPLICATE)
        recorded: date = found["recorded_on"]
        left = (recorded + timedelta(days=found["days_left"]) - clock.today()).days
        return Answer(DUPLICATE, Booking(found["bank"], left)) if left > 0 else None


def sikp() -> SikpChannel:
    """The connection that the settings name."""
    made: SikpChannel = import_string(settings.SIKP_CHANNEL)()
    return made
