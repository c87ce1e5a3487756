"""Due dates of applications, computed from their history."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from applications.models import Application, ApplicationEvent
from applications.policies import clock as policy
from applications.policies.clock import Closed
from applications.selectors.correction_days import correction_days
from applications.selectors.moves import REOPENED_DAYS_KEY, moves_of
from applications.selectors.outside_steps import arrived_at, present_step, step_due_on
from programs.models import Stage
from reference.selectors.calendar import closed_days
from reference.selectors.parameters import number

# Enough for a stage of several months, its pauses and the holidays in between.
_HORIZON = timedelta(days=730)


def due_on(application: Application, events: Sequence[ApplicationEvent]) -> date | None:
    """Return the due date of the stage at the office, or of the applicant's turn.

    None while neither has to act (draft, decided, withdrawn).
    """
    step = present_step(application) if arrived_at(application) is not None else None
    if step is not None:
        return step_due_on(application, step)
    history = moves_of(events)
    return policy.due_on(application.state, application.stage, history, _Terms(application))


def with_wrong_due_date(
    applications: Iterable[Application],
) -> Iterable[tuple[Application, date | None]]:
    """Yield applications whose stored due date differs from the computed one, with the latter.

    Needs `events`, `edition`, `edition__stages` and `outside_steps` fetched.
    """
    for application in applications:
        computed = due_on(application, list(application.events.all()))
        if computed != application.due_on:
            yield application, computed


class _Terms:
    """The clock's inputs read from the database, each on demand."""

    def __init__(self, application: Application) -> None:
        self._application = application

    @property
    def closes_on(self) -> date | None:
        return self._application.edition.closes_on

    def first_stage(self) -> Stage:
        return next(stage for stage in self._application.edition.stages.all() if stage.exit)

    def answer_days(self, requested: date) -> int:
        return correction_days(self._application, requested)

    def reopened_days(self, reopened: date) -> int:
        return number(REOPENED_DAYS_KEY, reopened)

    def closed_from(self, day: date) -> Closed:
        return closed_days(day, day + _HORIZON)
