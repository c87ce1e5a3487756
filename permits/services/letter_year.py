"""In December the owner chooses the year of a letter that is valid only in its year of issue."""

from datetime import date
from typing import Final

from django.db import transaction

from accounts.models import User
from applications.lifecycle import OPEN_STATES
from applications.models import Application
from applications.permissions import may_report
from applications.selectors.access import application_for
from applications.services.authorization import require
from applications.services.locking import lock
from common.dates import clock
from common.errors import Conflict, InvalidInput
from permits.messages.refusals import REFUSAL
from permits.models import LetterYear

_RULE: Final = "used_in_year_of_issue"
_FROM_MONTH: Final = 12


def is_chosen_now(application: Application) -> bool:
    """Tell whether the owner may choose today: in December, before the decision."""
    return (
        clock.today().month >= _FROM_MONTH
        and application.state in OPEN_STATES
        and _is_for_its_year(application)
    )


def years() -> tuple[int, int]:
    """Return the years to choose from: this one and the next."""
    this = clock.today().year
    return this, this + 1


def chosen_year(application: Application) -> int | None:
    """Return the year that the owner chose, if any."""
    found = LetterYear.objects.filter(application=application)
    return found.values_list("year", flat=True).first()


def letter_not_before(application: Application) -> date | None:
    """Return the first day on which the letter may be signed; None for any day."""
    year = chosen_year(application) if _is_for_its_year(application) else None
    if year is None or year <= clock.today().year:
        return None
    return date(year, 1, 1)


def choose_year(actor: User, application_id: int, year: int) -> LetterYear:
    """Choose this year or the next for the letter; may be changed until the decision.

    Locks the application, which a decision locks too. Raises NotFound, NotPermitted, Conflict
    `year_not_chosen_now`, InvalidInput `year_unknown`.
    """
    application = application_for(actor, application_id)
    require(may_report(actor, application))
    if year not in years():
        raise InvalidInput("year_unknown", REFUSAL["year_unknown"], field="year")
    with transaction.atomic():
        application = lock(application_id)
        require(may_report(actor, application))
        if not is_chosen_now(application):
            raise Conflict("year_not_chosen_now", REFUSAL["year_not_chosen_now"])
        choice, _is_new = LetterYear.objects.update_or_create(
            application=application,
            defaults={"year": year, "chosen_by": actor, "chosen_at": clock.now()},
        )
    return choice


def _is_for_its_year(application: Application) -> bool:
    rules = application.edition.rules.all()
    return any(rule.key == _RULE and rule.value is True for rule in rules)
