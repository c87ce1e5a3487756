"""What follows a decision: the questions that applications ask of each kind of programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from applications.models import Application, ApplicationEvent
from programs.enums import Turn


@dataclass(frozen=True)
class OutcomeTask:
    """One thing the applicant has to do before sending, with the page where it is done."""

    title: str
    url: str
    is_done: bool
    hint: str = ""


@dataclass(frozen=True)
class NextStep:
    """What happens next after a decision: whose turn it is and, where known, until when."""

    text: str
    whose_turn: Turn
    due_on: date | None = None


@dataclass(frozen=True)
class Panel:
    """A part of a page that a kind adds: a template and its context."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Outcome:
    """What follows a decision of one kind; a kind overrides only what differs.

    An approved application of a kind that overrides nothing is completed by an official.
    `accepted_fields` are keys of the data of a transition that the history keeps for this kind.
    `messages` replace, per transition, the message that goes out (templates/notifications).
    """

    accepted_fields: Mapping[str, frozenset[str]] = {}
    messages: Mapping[str, str] = {}

    def tasks(self, application: Application) -> Sequence[OutcomeTask]:
        """Return what is left to do before sending, besides answers and documents."""
        return ()

    def guard(self, application: Application, transition: str, data: Mapping[str, Any]) -> None:
        """Raise InvalidInput or Conflict where this kind does not allow the transition now."""

    def on_transition(self, application: Application, event: ApplicationEvent) -> None:
        """Write what follows from a transition that was just made, in its transaction."""

    def next_step(self, application: Application) -> NextStep | None:
        """Return what happens next, or None where the words of the edition say it."""
        return None

    def may_complete(self, application: Application) -> bool:
        """Tell whether nothing of an approved application is left to do."""
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
