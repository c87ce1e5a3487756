"""The outcome of a decision: hooks that each kind of programme may implement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from applications.kinds.outside_task import OutsideTask
from applications.models import Application, ApplicationEvent
from letters.enums import LetterAction
from letters.models import Letter
from programs.enums import Turn


@dataclass(frozen=True)
class OutcomeTask:
    """A task for the applicant before submission, with the page where it is done.

    What is not `is_required` is offered there, and the application may be sent without it.
    """

    title: str
    url: str
    is_done: bool
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class NextStep:
    """The next step after a decision: who has to act and, where known, by when."""

    text: str
    whose_turn: Turn
    due_on: date | None = None


@dataclass(frozen=True)
class Panel:
    """A page fragment added by a kind: a template and its context.

    `later` is a second template with the same context: what can wait, below what is to be done now.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    later: str = ""


@dataclass(frozen=True)
class PermitRow:
    """One document that came of an application.

    `issued_here` tells what an office issued from what it only recorded.
    """

    id: int
    kind: str
    number: str
    status: str
    issued_here: bool


class Outcome:
    """The outcome hooks of one kind; a kind overrides only what differs.

    By default an official completes an approved application, confirming with a reason where stages
    outside the office follow the decision. `accepted_fields` are, per transition,
    the keys of its data that reach `guard` and the history: any JSON from the API, and text from
    the file's page, where a panel writes `<input name="…" form="form-<transition>">`; `guard`
    refuses what the kind cannot use. `messages` maps a transition to the message key that replaces
    the default one (templates/notifications). `outside_tasks` say, by the code of a stage that
    waits for the applicant outside the portal, what is to be done there and reported.
    `recorded_documents` are codes of attachments that its own rows refer to; nobody takes them off
    the file. They have a hyphen, which those of editions have not.
    """

    accepted_fields: Mapping[str, frozenset[str]] = {}
    messages: Mapping[str, str] = {}
    outside_tasks: Mapping[str, OutsideTask] = {}
    recorded_documents: frozenset[str] = frozenset()

    def tasks(self, application: Application) -> Sequence[OutcomeTask]:
        """Return the tasks left before submission, besides answers and documents."""
        return ()

    def guard(self, application: Application, transition: str, data: Mapping[str, Any]) -> None:
        """Raise InvalidInput or Conflict where this kind does not allow the transition now."""

    def on_transition(self, application: Application, event: ApplicationEvent) -> None:
        """Write the consequences of a transition, inside its transaction."""

    def next_step(self, application: Application) -> NextStep | None:
        """Return the next step, or None where the text of the edition describes it.

        Called for decided applications only; in lists once per row, so it must not query there.
        """
        return None

    def letter_not_before(self, application: Application) -> date | None:
        """Return the first day on which the letter of a decision may be signed; None for any."""
        return None

    def on_letter(
        self, application: Application, letter: Letter, action: LetterAction, reason: str
    ) -> None:
        """Follow what was done to a letter about the application, inside its transaction."""

    def permits(self, application: Application) -> Sequence[PermitRow]:
        """Return the documents that were issued or recorded of it, the oldest first."""
        return ()

    def may_complete(self, application: Application) -> bool:
        """Tell whether an approved application has nothing left to do."""
        return True

    def applicant_panel(self, application: Application, viewer: User) -> Panel | None:
        """Return what the applicant sees below a submitted application."""
        return None

    def office_panel(self, application: Application, viewer: User) -> Panel | None:
        """Return what officials see beside the file."""
        return None

    def as_json(self, application: Application) -> Mapping[str, Any]:
        """Return what the API adds to the outcome of a decided application."""
        return {}
