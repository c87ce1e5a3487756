"""The status of one application, as every page, the API and the admin show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from accounts.models import User
from applications.kinds.registry import step_after_decision
from applications.lifecycle import whose_turn
from applications.models import Application, ApplicationEvent
from applications.permissions import acting_stage, applicant_role
from applications.selectors.clock import due_on_of, working_days_left
from applications.selectors.documents import DocumentRow, documents_of
from programs.enums import OUTCOME_STATES, State, Transition, Turn
from programs.models import Stage
from programs.selectors.labels import next_step_of, state_label, turn_label

REVIEW_STATES = (State.SUBMITTED, State.IN_REVIEW, State.REVISION_REQUESTED)


class StageProgress(StrEnum):
    """Whether a review stage is done, current or ahead."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True)
class HistoryRow:
    """One transition; `actor_name` is empty for an applicant, who sees the role only.

    `changed` names the fields a corrected submission changed, such as `answers.purpose`.
    """

    at: datetime
    actor_role: str
    actor_name: str
    transition: str
    from_state: str
    to_state: str
    from_stage: Stage | None
    to_stage: Stage | None
    reason: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correction:
    """What the office asked to correct; `fields` such as `answers.purpose`, `documents.ktp`."""

    reason: str
    fields: tuple[str, ...]
    asked_at: datetime


@dataclass(frozen=True)
class StageRow:
    """One stage of the edition and this application's progress in it."""

    stage: Stage
    progress: StageProgress


@dataclass(frozen=True)
class ApplicationStatus:
    """The whole status of an application; texts are in the active language.

    `stage` is the acting stage, also while a submitted application waits for review;
    `working_days_left` is negative when late.
    """

    state: str
    word: str
    next_step: str
    whose_turn: Turn
    turn_label: str
    due_on: date | None
    working_days_left: int | None
    stage: Stage | None
    stages: tuple[StageRow, ...]
    history: tuple[HistoryRow, ...]
    documents: tuple[DocumentRow, ...]
    correction: Correction | None

    @property
    def is_decided(self) -> bool:
        return self.state in OUTCOME_STATES


def status_of(application: Application, viewer: User | None) -> ApplicationStatus:
    """Return the status of `application` as shown to `viewer` (None: an official).

    Needs a row fetched by `applications.selectors.access`; does not check permissions.
    """
    to_applicant = viewer is not None and bool(applicant_role(viewer, application))
    edition, state = application.edition, application.state
    turn = turn_of(application)
    events = list(
        application.events.select_related("actor", "from_stage", "to_stage").order_by("id")
    )
    correction = _correction(application, events)
    step = step_after_decision(application)
    return ApplicationStatus(
        state=state,
        word=state_label(edition, state),
        next_step=step.text if step else next_step_of(edition, state),
        whose_turn=turn,
        turn_label=turn_label(turn, application.scheme, to_applicant=to_applicant),
        due_on=due_on_of(application),
        working_days_left=working_days_left(application),
        stage=acting_stage(application) if state in REVIEW_STATES else None,
        stages=_stages(application),
        history=tuple(_history_row(event, named=not to_applicant) for event in events),
        documents=documents_of(application, correction.fields if correction else ()),
        correction=correction,
    )


def turn_of(application: Application) -> Turn:
    """Return whose turn it is, for lists; needs `edition` and `stage` fetched."""
    step = step_after_decision(application)
    if step is not None:
        return step.whose_turn
    return whose_turn(
        application.state,
        partner_follows=application.edition.partner_follows,
        outside=application.stage.outside_turn if application.stage else None,
    )


def _history_row(event: ApplicationEvent, *, named: bool) -> HistoryRow:
    return HistoryRow(
        at=event.at,
        actor_role=event.actor_role,
        actor_name=str(event.actor) if named and event.actor else "",
        transition=event.transition,
        from_state=event.from_state,
        to_state=event.to_state,
        from_stage=event.from_stage,
        to_stage=event.to_stage,
        reason=event.reason,
        changed=tuple(event.data.get("changed", ())),
    )


def _correction(application: Application, events: Sequence[ApplicationEvent]) -> Correction | None:
    if application.state != State.REVISION_REQUESTED:
        return None
    request = next(e for e in reversed(events) if e.transition == Transition.REQUEST_REVISION)
    return Correction(request.reason, tuple(request.data.get("fields", ())), request.at)


def _stages(application: Application) -> tuple[StageRow, ...]:
    current = acting_stage(application)
    return tuple(
        StageRow(stage, _progress(application, stage, current))
        for stage in application.edition.stages.all()
    )


def _progress(application: Application, stage: Stage, current: Stage | None) -> StageProgress:
    if application.state in OUTCOME_STATES and stage.exit:
        return StageProgress.DONE
    if application.state in (*OUTCOME_STATES, State.WITHDRAWN, State.DRAFT) or current is None:
        return StageProgress.AHEAD
    if stage.position == current.position:
        return StageProgress.CURRENT
    return StageProgress.DONE if stage.position < current.position else StageProgress.AHEAD
