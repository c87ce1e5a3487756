"""The status of one application, as every page, the API and the admin show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from accounts.models import User
from applications.kinds.registry import outcome_of
from applications.lifecycle import whose_turn
from applications.models import Application, ApplicationEvent, Attachment
from applications.permissions import applicant_role, stage_at_work
from applications.selectors.clock import working_days_left
from applications.selectors.facts import assessment_of
from enterprises.enums import ScanState
from enterprises.selectors.scans import is_infected, scan_state
from programs.enums import State, Transition, Turn
from programs.models import Requirement, Stage
from programs.selectors.labels import next_step_of, turn_word, word_of

OUTCOME_STATES = (State.APPROVED, State.REJECTED, State.COMPLETED)
REVIEW_STATES = (State.SUBMITTED, State.IN_REVIEW, State.REVISION_REQUESTED)


class DocumentStatus(StrEnum):
    """How far one required document is."""

    MISSING = "missing"
    UPLOADED = "uploaded"
    FROZEN = "frozen"
    TO_CORRECT = "to_correct"


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
class FileRow:
    """One attached file; `id` is the attachment's, which the download address takes.

    `scan` is a ScanState, or "" where no scanner is configured.
    """

    id: int
    filename: str
    media_type: str
    size: int
    attached_at: datetime
    frozen: bool
    scan: str = ""

    @property
    def is_infected(self) -> bool:
        return self.scan == ScanState.INFECTED

    @property
    def is_waiting(self) -> bool:
        """Whether the virus scanner has yet to check it."""
        return self.scan == ScanState.WAITING


@dataclass(frozen=True)
class DocumentRow:
    """One requirement, uploaded or not; `required` by the present answers."""

    requirement: str
    document_kind: str
    label: str
    help: str
    required: bool
    max_files: int
    status: DocumentStatus
    files: tuple[FileRow, ...]

    @property
    def has_file(self) -> bool:
        """Whether there is a file that counts; an infected one counts as missing."""
        return any(not file.is_infected for file in self.files)

    @property
    def latest(self) -> FileRow | None:
        return self.files[-1] if self.files else None

    @property
    def id(self) -> int | None:
        return self.latest.id if self.latest else None

    @property
    def filename(self) -> str | None:
        return self.latest.filename if self.latest else None


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
    """The whole status of an application; words in the active language.

    `stage` is the stage that acts now, also while a submitted file waits for review;
    `working_days_left` is negative when late.
    """

    state: str
    word: str
    next_step: str
    whose_turn: Turn
    turn_word: str
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

    @property
    def is_overdue(self) -> bool:
        at_office = self.stage is None or not self.stage.is_outside
        return at_office and self.working_days_left is not None and self.working_days_left < 0


def status_of(application: Application, viewer: User | None) -> ApplicationStatus:
    """Return the status of `application` as shown to `viewer` (None: an official).

    Needs the row as fetched by `applications.selectors.access`; checks no permission.
    """
    to_applicant = viewer is not None and bool(applicant_role(viewer, application))
    edition, state = application.edition, application.state
    turn = turn_of(application)
    events = list(
        application.events.select_related("actor", "from_stage", "to_stage").order_by("id")
    )
    correction = _correction(application, events)
    step = outcome_of(application).next_step(application)
    return ApplicationStatus(
        state=state,
        word=word_of(edition, state),
        next_step=step.text if step else next_step_of(edition, state),
        whose_turn=turn,
        turn_word=turn_word(turn, application.scheme, to_applicant=to_applicant),
        due_on=step.due_on if step and step.due_on else application.due_on,
        working_days_left=working_days_left(application),
        stage=stage_at_work(application) if state in REVIEW_STATES else None,
        stages=_stages(application),
        history=tuple(_history_row(event, named=not to_applicant) for event in events),
        documents=documents_of(application, correction),
        correction=correction,
    )


def turn_of(application: Application) -> Turn:
    """Return whose turn it is, for lists; needs `edition` and `stage` fetched."""
    if application.state == State.APPROVED:
        step = outcome_of(application).next_step(application)
        if step is not None:
            return step.whose_turn
    return whose_turn(
        application.state,
        partner_follows=application.edition.partner_follows,
        outside=application.stage.outside_turn if application.stage else None,
    )


def documents_of(
    application: Application, correction: Correction | None = None
) -> tuple[DocumentRow, ...]:
    """Return a row per requirement of the edition, in its order."""
    attached: dict[str, list[Attachment]] = {}
    current = application.attachments.filter(removed_at__isnull=True).select_related(
        "version__scan"
    )
    for item in current.order_by("id"):
        attached.setdefault(item.requirement, []).append(item)
    to_correct = correction.fields if correction else ()
    return tuple(
        _document_row(
            requirement,
            required,
            attached.get(requirement.code, []),
            is_to_correct=f"documents.{requirement.code}" in to_correct,
        )
        for requirement, required in assessment_of(application).requirements
    )


def _document_row(
    requirement: Requirement, required: bool, attached: Sequence[Attachment], *, is_to_correct: bool
) -> DocumentRow:
    frozen = bool(attached) and all(item.frozen_at is not None for item in attached)
    if all(is_infected(item.version) for item in attached):
        status = DocumentStatus.MISSING
    elif not frozen:
        status = DocumentStatus.UPLOADED
    else:
        status = DocumentStatus.TO_CORRECT if is_to_correct else DocumentStatus.FROZEN
    return DocumentRow(
        requirement=requirement.code,
        document_kind=requirement.document_kind,
        label=requirement.label,
        help=requirement.help,
        required=required,
        max_files=requirement.max_files,
        status=status,
        files=tuple(_file_row(item) for item in attached),
    )


def _file_row(item: Attachment) -> FileRow:
    version = item.version
    return FileRow(
        id=item.pk,
        filename=version.filename,
        media_type=version.media_type,
        size=version.size,
        attached_at=item.attached_at,
        frozen=item.frozen_at is not None,
        scan=scan_state(version),
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
    current = stage_at_work(application)
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
