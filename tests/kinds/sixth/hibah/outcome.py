"""What follows the award of a grant: a report on the use, after the hand-over of a tool."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from applications.kinds.outcome import NextStep, Outcome, OutcomeTask, Panel, PermitRow
from applications.models import Application, ApplicationEvent
from common.dates import clock
from common.errors import InvalidInput
from letters.enums import LetterAction
from letters.models import Letter
from programs.enums import State, Transition, Turn

REPORT_DAYS = 30
# Each transition that was seen, and whether it was seen inside its transaction.
SEEN: list[tuple[int, str, bool]] = []
# What was done to each letter.
LETTERS: list[tuple[int, int, str]] = []


class GrantOutcome(Outcome):
    """Every hook of an outcome, used once."""

    accepted_fields = {Transition.APPROVE: frozenset({"award_letter"})}
    messages = {Transition.APPROVE: "hibah.awarded"}
    recorded_documents = frozenset({"hibah-award"})

    def tasks(self, application: Application) -> Sequence[OutcomeTask]:
        """Ask for a tool by name."""
        has_tool = bool(application.answers.get("tool"))
        return (OutcomeTask("Pilih alat di katalog", "/program/", is_done=has_tool),)

    def guard(self, application: Application, transition: str, data: Mapping[str, Any]) -> None:
        """Refuse an award letter that is not text."""
        if not isinstance(data.get("award_letter", ""), str):
            raise InvalidInput("bad_letter", "Nomor surat harus teks.", field="data.award_letter")

    def on_transition(self, application: Application, event: ApplicationEvent) -> None:
        """Note the transition."""
        SEEN.append((application.pk, event.transition, connection.in_atomic_block))

    def next_step(self, application: Application) -> NextStep | None:
        """Ask the applicant for a report after an award."""
        if application.state != State.APPROVED or application.decided_at is None:
            return None
        due_on = clock.local_date(application.decided_at) + timedelta(days=REPORT_DAYS)
        return NextStep("Kirim laporan pemakaian alat.", Turn.APPLICANT, due_on)

    def on_letter(
        self, application: Application, letter: Letter, action: LetterAction, reason: str
    ) -> None:
        """Note the letter."""
        LETTERS.append((application.pk, letter.pk, str(action)))

    def permits(self, application: Application) -> Sequence[PermitRow]:
        """Name the award as a document."""
        if application.state != State.APPROVED:
            return ()
        return [PermitRow(1, "hibah-alat", "SK-1", "active", issued_here=True)]

    def may_complete(self, application: Application) -> bool:
        """Keep the grant of a tractor open."""
        return application.answers.get("tool") != "Traktor"

    def applicant_panel(self, application: Application, viewer: User) -> Panel | None:
        """Show the tool to the applicant."""
        return Panel("hibah/panel.html", {"text": f"Alat Anda: {application.answers.get('tool')}"})

    def office_panel(self, application: Application, viewer: User) -> Panel | None:
        """Show the tool to officials, with a field for the number of the award letter."""
        return Panel("hibah/panel.html", {"text": "Nomor surat", "name": "award_letter"})

    def as_json(self, application: Application) -> Mapping[str, Any]:
        """Add the amount of the grant, in rupiah."""
        return {"grant": application.answers.get("grant_amount")}


OUTCOME = GrantOutcome()
