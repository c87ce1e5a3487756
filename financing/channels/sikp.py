"""The interface of a host-to-host connection to SIKP, and the simulator used in its place.

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
    """A bank's claim on a candidate; no other bank may take them until it lapses."""

    bank: str
    days_left: int


@dataclass(frozen=True)
class Answer:
    """SIKP's answer: "00" accepted, "03" format not valid, "04" already registered."""

    code: str
    booking: Booking | None = None


class SikpChannel(Protocol):
    """The operations of a connection to SIKP; raises Unavailable when SIKP cannot be reached."""

    def submit(self, row: SikpRow) -> Answer:
        """Register a candidate."""
        ...

    def candidate(self, nik: str) -> Answer | None:
        """Return SIKP's answer about a known person, or None."""
        ...


class Simulator:
    """Respond from a recording, and remember what was submitted to the same instance.

    A recorded booking has `days_left` on the day of the recording and lapses after them.
    """

    def __init__(self, recording: Path = RECORDING) -> None:
        with recording.open("rb") as source:
            content = tomllib.load(source)
        self._known: dict[str, dict[str, Any]] = {row["nik"]: row for row in content["candidate"]}

    def submit(self, row: SikpRow) -> Answer:
        """Reject a bad format first, then a person already registered in SIKP."""
        if not is_ready(findings(row)):
            return Answer(BAD_FORMAT)
        known = self.candidate(row["nik"])
        if known is not None:
            return known
        self._known[row["nik"]] = {"nik": row["nik"]}
        return Answer(OK)

    def candidate(self, nik: str) -> Answer | None:
        """Return the answer about a recorded person; None once the booking has lapsed."""
        person = self._known.get(nik)
        if person is None:
            return None
        if "bank" not in person:
            return Answer(DUPLICATE)
        recorded: date = person["recorded_on"]
        left = (recorded + timedelta(days=person["days_left"]) - clock.today()).days
        return Answer(DUPLICATE, Booking(person["bank"], left)) if left > 0 else None


def sikp() -> SikpChannel:
    """Return a new channel: that which settings.SIKP_CHANNEL names, else the simulator."""
    if not settings.SIKP_CHANNEL:
        return Simulator()
    channel: SikpChannel = import_string(settings.SIKP_CHANNEL)()
    return channel
