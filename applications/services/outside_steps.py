"""The owner's turn outside the portal: begun with the stage, reminded of, and reported."""

from typing import IO

from django.db import transaction

from accounts.models import User
from applications.kinds.outside_task import OutsideTask
from applications.kinds.registry import outcome_of, outside_task
from applications.messages import outside_steps as notices
from applications.messages.refusals import REPORT
from applications.models import (
    Application,
    ApplicationEvent,
    OutsideReminder,
    OutsideResult,
    OutsideStep,
)
from applications.models.attachment import OUTSIDE_DOCUMENT
from applications.permissions import may_report
from applications.policies.lapsing import FIRST_LEFT
from applications.policies.outside_steps import (
    MAX_NOTE,
    MAX_NUMBER,
    clean_number,
    number_fault,
    turn_after,
)
from applications.selectors.access import application_for
from applications.selectors.outside_steps import (
    arrived_at,
    days_of,
    following_stage,
    owner_stage,
    present_step,
    step_due_on,
    waiting_step,
)
from applications.services.attachments import attach_frozen, store_of
from applications.services.authorization import require
from applications.services.locking import lock
from applications.services.owner_notices import tell_owner_of_report
from common.dates import clock
from common.dates.clock import local_date, midnight
from common.dates.working_days import is_working
from common.edits.shown import FormSnapshot
from common.errors import Conflict, FieldError, InvalidInput
from common.jobs.one_by_one import count_done
from enterprises.services.documents import cleaned
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition, Turn
from programs.models import Stage
from reference.selectors.calendar import closed_days, due_date

CHUNK = 500


def move_step(application: Application, event: ApplicationEvent) -> OutsideStep | None:
    """End the step that a transition leaves; begin and return the one it leads to, if any.

    Called by the choke point with the new state, under the lock. A correction that is asked for
    after a report keeps the report.
    """
    present = present_step(application)
    if present is not None:
        if _keeps(application, present):
            return None
        _close(present, event)
    application.reported_turn = ""
    stage = arrived_at(application)
    return _open(application, stage, event) if stage is not None else None


def report_step(
    actor: User,
    application_id: int,
    *,
    result: str,
    number: str = "",
    note: str = "",
    upload: IO[bytes] | None = None,
    filename: str = "",
    shown: FormSnapshot | None = None,
) -> OutsideStep:
    """Report, once, that the step outside the portal is done or given up.

    The file is cleaned before the row is locked. With `shown` only the step that the page showed is
    reported. Raises NotFound, NotPermitted, InvalidInput (all errors at once), Conflict
    (`nothing_to_report`, `already_reported`, `changed_meanwhile`), and what the document store
    raises.
    """
    application = application_for(actor, application_id)
    require(may_report(actor, application))
    stage = _reportable(application)
    number, note = clean_number(number), note.strip()
    task = outside_task(application, stage)
    _require_whole(task, result, number, note, has_file=upload is not None)
    version = None
    if upload is not None:
        kind, enterprise = OUTSIDE_DOCUMENT, application.enterprise
        with cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
            version = store_of(actor, application, file, kind=kind)
    with transaction.atomic():
        application = lock(application_id)
        require(may_report(actor, application))
        if _reportable(application).pk != stage.pk or not _is_shown(application, stage, shown):
            raise Conflict("changed_meanwhile", str(REPORT["changed_meanwhile"]))
        step = present_step(application) or _late_step(application, stage)
        step.result, step.number, step.note = OutsideResult(result), number, note
        step.attachment = attach_frozen(actor, application, version, requirement=OUTSIDE_DOCUMENT)
        step.reported_by, step.reported_at = actor, clock.now()
        step.save()
        _pass_on(application, step)
        enqueue_all(notices.reported(application, step))
        tell_owner_of_report(actor, application)
    return step


def step_row(application: Application) -> str:
    """Return the name of what the page of a report shows."""
    return f"outside:{application.pk}"


def step_values(stage: Stage) -> dict[str, str]:
    """Return what the page of a report shows: of which stage it is."""
    return {"stage": str(stage.pk)}


def attend_steps() -> int:
    """Send the reminders that are due today; return how many. Does nothing on a closed day.

    One transaction per file, so that a failure keeps the others.
    """
    today = clock.today()
    if not is_working(today, closed_days(today, today)):
        return 0
    horizon = due_date(today, FIRST_LEFT)
    reminded = after = 0
    while True:
        waiting = OutsideStep.objects.filter(
            reported_at__isnull=True,
            closed_at__isnull=True,
            days__isnull=False,
            application__due_on__lte=horizon,
            pk__gt=after,
        ).exclude(reminders__number=2)
        rows = list(waiting.order_by("pk").values_list("pk", "application_id")[:CHUNK])
        if not rows:
            return reminded
        files = [application_id for _pk, application_id in rows]
        reminded += count_done(remind, files, what="reminder of a step outside")
        after = rows[-1][0]


@transaction.atomic
def remind(application_id: int) -> bool:
    """Send the reminder that is due today, once; tell whether one went out. Locks the row."""
    today = clock.today()
    application = lock(application_id)
    waiting = waiting_step(application)
    number = waiting.next_reminder(today) if waiting else 0
    if waiting is None or not number:
        return False
    OutsideReminder.objects.create(step=waiting.step, number=number, on=today)
    enqueue_all(
        notices.reminder(
            application, waiting.step, number=number, has_passed=waiting.due_on < today
        )
    )
    return True


def _keeps(application: Application, step: OutsideStep) -> bool:
    return (
        step.reported_at is not None
        and step.stage_id == application.stage_id
        and application.state in (State.IN_REVIEW, State.REVISION_REQUESTED)
    )


def _close(step: OutsideStep, event: ApplicationEvent) -> None:
    step.closed_at = event.at
    step.save(update_fields=["closed_at"])


def _open(application: Application, stage: Stage, event: ApplicationEvent) -> OutsideStep:
    opened_at = event.at
    if (letter_from := outcome_of(application).letter_not_before(application)) is not None:
        # Without the letter the owner has nothing to take there.
        opened_at = max(opened_at, midnight(letter_from))
    return OutsideStep.objects.create(
        application=application,
        stage=stage,
        opened_at=opened_at,
        days=days_of(stage, local_date(opened_at)),
    )


def _late_step(application: Application, stage: Stage) -> OutsideStep:
    """Return a step for a file that waited before steps were kept: no date was ever named."""
    moved = application.events.exclude(transition=Transition.WITHDRAW).order_by("id").last()
    opened_at = moved.at if moved else clock.now()
    return OutsideStep(application=application, stage=stage, opened_at=opened_at, days=None)


def _pass_on(application: Application, step: OutsideStep) -> None:
    """Pass the turn on: to the office, or to what follows outside after the decision."""
    following = None
    if application.state == State.APPROVED:
        following = following_stage(application, step.stage)
    is_done = step.result == OutsideResult.DONE
    turn = turn_after(following.outside_turn if following else None, is_done=is_done)
    application.reported_turn = turn
    now = step.reported_at or clock.now()
    if turn == Turn.APPLICANT and following is not None:
        step.closed_at = now
        step.save(update_fields=["closed_at"])
        step = OutsideStep.objects.create(
            application=application,
            stage=following,
            opened_at=now,
            days=days_of(following, local_date(now)),
        )
        enqueue_all(notices.begun(application, step))
    application.due_on = step_due_on(application, step)
    application.updated_at = now
    application.save(update_fields=["reported_turn", "due_on", "updated_at"])


def _reportable(application: Application) -> Stage:
    stage = owner_stage(application)
    if stage is not None:
        return stage
    code = "already_reported" if application.reported_turn else "nothing_to_report"
    raise Conflict(code, str(REPORT[code]))


def _is_shown(application: Application, stage: Stage, shown: FormSnapshot | None) -> bool:
    return shown is None or all(shown.has(*pair) for pair in step_values(stage).items())


def _require_whole(
    task: OutsideTask, result: str, number: str, note: str, *, has_file: bool
) -> None:
    """Raise InvalidInput with every error of a report; a number that nobody asks for is one."""
    errors: list[tuple[str, str]] = []
    is_done = result == OutsideResult.DONE
    if result not in set(OutsideResult) or (not is_done and not task.may_decline):
        errors.append(("bad_result", "result"))
    if number:
        fault = number_fault(number) if task.number else "number_not_asked"
        errors += [(fault, "number")] if fault else []
    elif is_done and task.needs_number:
        errors.append(("number_missing", "number"))
    if is_done and task.needs_photo and not has_file:
        errors.append(("photo_missing", "file"))
    if len(note) > MAX_NOTE or "\x00" in note:
        errors.append(("bad_note", "note"))
    if errors:
        said = {"limit": MAX_NOTE, "longest": MAX_NUMBER, "what": str(task.number)}
        raise InvalidInput.many(
            [FieldError(code, field, str(REPORT[code]) % said) for code, field in errors]
        )
