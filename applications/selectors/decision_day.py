"""By which day a file is decided if the office keeps its service levels."""

from datetime import date, timedelta

from applications.lifecycle import OPEN_STATES
from applications.models import Application
from applications.permissions import review_stages
from common.dates import clock
from common.dates.working_days import add_working_days
from programs.enums import State
from programs.models import Stage
from reference.selectors.calendar import closed_days

# Weekends and the longest holidays; a span of calendar days that holds so many working days.
_SPARE = timedelta(days=45)


def decision_day(application: Application) -> date | None:
    """Return the last day of the stages that are left, sent today if it is a draft.

    An estimate by the service levels of the edition, in working days of the office: for the present
    stage the stored due date counts, for a correction the whole stage again. None once it is
    decided, and where no stage has a service level.
    """
    if application.state not in OPEN_STATES:
        return None
    today, stages = clock.today(), _stages_left(application)
    days = sum(stage.working_days or 0 for stage in stages)
    start = max(today, application.edition.closes_on or today)
    if application.state in (State.SUBMITTED, State.IN_REVIEW) and application.due_on is not None:
        days -= stages[0].working_days or 0 if stages else 0
        start = max(today, application.due_on)
    elif not days:
        return None
    return add_working_days(start, days, closed_days(start, start + 2 * timedelta(days) + _SPARE))


def _stages_left(application: Application) -> list[Stage]:
    present = application.stage
    return [
        each
        for each in review_stages(application)
        if not each.is_outside and (present is None or each.position >= present.position)
    ]
