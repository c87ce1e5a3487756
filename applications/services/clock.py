"""Due dates of applications, computed from their history."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from applications.models import Application, ApplicationEvent
from applications.policies.clock import Pause, stage_due
from common.dates import clock
from common.dates.working_days import add_working_days
from programs.enums import State, Transition
from programs.models import Stage
from reference.selectors.calendar import closed_days
from reference.selectors.parameters import parameter

# Far enough that a stage of months, its pauses and the holidays between still fit.
_HORIZON = timedelta(days=730)
CORRECTION_DAYS_KEY = "correction.answer"


def due_on(application: Application, events: Sequence[ApplicationEvent]) -> date | None:
    """The day the file is due: the stage's for the office, the answer's for the applicant.

    None while nobody here owes anything (draft, decided, withdrawn).
    """
    if application.state == State.REVISION_REQUESTED:
        asked = clock.local_date(events[-1].at)
        days = int(parameter(CORRECTION_DAYS_KEY, asked).value)
        return add_working_days(asked, days, closed_days(asked, asked + _HORIZON))
    stage = _stage_at_work(application)
    if stage is None or stage.working_days is None:
        return None
    entered, pauses = _stay(stage, events)
    ends = application.edition.closes_on
    if ends is not None and stage == _first_stage(application):
        # The files of a call are reviewed together, once nobody can join any more.
        entered = max(entered, ends)
    return stage_due(entered, stage.working_days, pauses, closed_days(entered, entered + _HORIZON))


def differing(applications: Iterable[Application]) -> Iterable[tuple[Application, date | None]]:
    """Applications whose stored due date is not what their history says, with that date."""
    for application in applications:
        computed = due_on(application, list(application.events.all()))
        if computed != application.due_on:
            yield application, computed


def _stage_at_work(application: Application) -> Stage | None:
    if application.state == State.SUBMITTED:
        return _first_stage(application)
    return application.stage if application.state == State.IN_REVIEW else None


def _first_stage(application: Application) -> Stage:
    return next(s for s in application.edition.stages.all() if s.exit)


def _stay(stage: Stage, events: Sequence[ApplicationEvent]) -> tuple[date, list[Pause]]:
    """The day the file came to the stage, and the pauses since.

    Taking the file up is no new arrival: the first stage counts from the submission.
    """
    arrived = max(
        index
        for index, event in enumerate(events)
        if (event.transition == Transition.SUBMIT and event.from_state == State.DRAFT)
        or (event.from_stage_id is not None and event.from_stage_id != event.to_stage_id)
    )
    pauses: list[Pause] = []
    since: date | None = None
    for event in events[arrived + 1 :]:
        if event.transition == Transition.REQUEST_REVISION:
            since = clock.local_date(event.at)
        elif event.transition == Transition.SUBMIT and since is not None:
            pauses.append(Pause(since, clock.local_date(event.at)))
            since = None
    if since is not None:
        pauses.append(Pause(since, None))
    return clock.local_date(events[arrived].at), pauses
