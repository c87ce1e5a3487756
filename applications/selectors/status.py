"""The status of one application, as every page, the API and the admin show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from accounts.enums import Role
from accounts.models import User
from applications.kinds.registry import step_after_decision
from applications.lifecycle import whose_turn
from applications.models import Application, ApplicationEvent, OutsideResult
from applications.permissions import (
    acting_stage,
    applicant_role,
    is_or_was_member,
    stages_after_decision,
)
from applications.policies.reasons import is_for_applicant
from applications.selectors.changes import Correction, latest_correction
from applications.selectors.clock import due_on_of, working_days_left
from applications.selectors.documents import DocumentRow, documents_of
from applications.selectors.state_labels import application_state_label, state_step
from programs.enums import OUTCOME_STATES, State, Transition, Turn
from programs.models import Stage
from programs.selectors.labels import turn_label

REVIEW_STATES = (State.SUBMITTED, State.IN_REVIEW, State.REVISION_REQUESTED)


class StageProgress(StrEnum):
    """Whether a review stage is done, current or ahead."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True)
class HistoryRow:
    """One transition; `actor_name` is empty for an applicant, who sees the role only.

    `reason` and `opinion` are empty for an applicant where officials write to each other.
    `is_against` marks a decision that contradicts the recommendation, for officials only.
    `changed` names the fields a corrected submission changed, such as `answers.purpose`; `asked`
    those that a request for correction names, with a `CorrectionReason` or an empty text.
    `open_stages` are the codes of stages outside the office that were open when it was completed.
    `is_own` when the viewer performed it.
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
    opinion: str = ""
    is_against: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)
    open_stages: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def is_silence(self) -> bool:
        """Whether the office was silent, so that the system approved (dianggap dikabulkan)."""
        return self.transition == Transition.APPROVE and self.actor_role == Role.SYSTEM


@dataclass(frozen=True)
class StageRow:
    """One stage of the edition and this application's progress in it."""

    stage: Stage
    progress: StageProgress


@dataclass(frozen=True)
class ApplicationStatus:
    """The whole status of an application; texts are in the active language.

    `stage` is the acting stage, also while a submitted application waits for review;
    `working_days_left` is negative when late. `correction` is a request that waits for the
    applicant, `answered_correction` the latest one that they have answered.
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
    answered_correction: Correction | None

    @property
    def is_decided(self) -> bool:
        return self.state in OUTCOME_STATES

    @property
    def recommendation(self) -> HistoryRow | None:
        """The latest recommendation, where the viewer may read it."""
        given = (row for row in reversed(self.history) if row.transition == Transition.RECOMMEND)
        return next((row for row in given if row.reason), None)


def status_of(application: Application, viewer: User | None) -> ApplicationStatus:
    """Return the status of `application` as shown to `viewer` (None: an official).

    Whoever acts or acted for the enterprise does not read what officials write to each other, not
    even as an official. Needs a row fetched by `applications.selectors.access`; does not check
    permissions.
    """
    to_applicant = viewer is not None and bool(applicant_role(viewer, application))
    is_inside = viewer is None or not (to_applicant or is_or_was_member(viewer, application))
    state = application.state
    turn = turn_of(application)
    events = list(
        application.events.select_related("actor", "from_stage", "to_stage").order_by("id")
    )
    latest = latest_correction(events, named=not to_applicant)
    correction = latest if application.state == State.REVISION_REQUESTED else None
    step = step_after_decision(application)
    return ApplicationStatus(
        state=state,
        word=application_state_label(application),
        next_step=step.text if step else state_step(application),
        whose_turn=turn,
        turn_label=turn_label(turn, application.scheme, to_applicant=to_applicant),
        due_on=due_on_of(application),
        working_days_left=working_days_left(application),
        stage=acting_stage(application) if state in REVIEW_STATES else None,
        stages=_stages(application),
        history=tuple(
            _history_row(event, viewer, named=not to_applicant, is_inside=is_inside)
            for event in events
        ),
        documents=documents_of(application, correction.fields if correction else ()),
        correction=correction,
        answered_correction=latest if latest and latest.answered_at else None,
    )


def turn_of(application: Application) -> Turn:
    """Return whose turn it is, for lists; needs `stage` and `edition` with its stages fetched."""
    step = step_after_decision(application)
    if step is not None:
        return step.whose_turn
    return whose_turn(
        application.state,
        partner_follows=application.edition.partner_follows,
        outside=_outside_turn(application),
    )


def waits_outside(application: Application) -> bool:
    """Tell whether a file waits outside the office, where its due date is only informative."""
    if application.reported_turn == Turn.OFFICE:
        return False
    if application.state == State.APPROVED:
        return _outside_turn(application) is not None
    stage = application.stage
    return application.state == State.IN_REVIEW and stage is not None and stage.is_outside


def _outside_turn(application: Application) -> Turn | None:
    """Return the turn that the stage outside the office names, or that a report passed it to.

    None where there is no such stage.
    """
    if application.reported_turn:
        return Turn(application.reported_turn)
    if application.state == State.APPROVED:
        return next((s.outside_turn for s in stages_after_decision(application)), None)
    return application.stage.outside_turn if application.stage else None


def _history_row(
    event: ApplicationEvent, viewer: User | None, *, named: bool, is_inside: bool
) -> HistoryRow:
    reasons = event.data.get("field_reasons", {})
    return HistoryRow(
        at=event.at,
        actor_role=event.actor_role,
        actor_name=str(event.actor) if named and event.actor else "",
        transition=event.transition,
        from_state=event.from_state,
        to_state=event.to_state,
        from_stage=event.from_stage,
        to_stage=event.to_stage,
        reason=event.reason if is_inside or is_for_applicant(event.transition) else "",
        changed=tuple(event.data.get("changed", ())),
        opinion=event.data.get("opinion", "") if is_inside else "",
        is_against=is_inside and event.data.get("against_recommendation", False),
        asked={name: reasons.get(name, "") for name in event.data.get("fields", ())},
        open_stages=tuple(event.data.get("open_stages", ())),
        is_own=viewer is not None and event.actor_id == viewer.pk,
    )


def _stages(application: Application) -> tuple[StageRow, ...]:
    current = acting_stage(application)
    done = _reported_as_done(application)
    return tuple(
        StageRow(
            stage,
            StageProgress.DONE if stage.pk in done else _progress(application, stage, current),
        )
        for stage in application.edition.stages.all()
    )


def _reported_as_done(application: Application) -> set[int]:
    """Return the stages after the decision that their owner has reported as done."""
    if application.state not in OUTCOME_STATES or not stages_after_decision(application):
        return set()
    done = application.outside_steps.filter(result=OutsideResult.DONE, stage__exit="")
    return set(done.values_list("stage_id", flat=True))


def _progress(application: Application, stage: Stage, current: Stage | None) -> StageProgress:
    if application.state in OUTCOME_STATES and stage.exit:
        return StageProgress.DONE
    if application.state in (*OUTCOME_STATES, State.WITHDRAWN, State.DRAFT) or current is None:
        return StageProgress.AHEAD
    if stage.position == current.position:
        return StageProgress.CURRENT
    return StageProgress.DONE if stage.position < current.position else StageProgress.AHEAD
