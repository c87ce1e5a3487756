"""The agenda book: every number that an office gave in a year, cancelled ones included."""

from django.db.models import QuerySet

from accounts.enums import AgencyKind
from accounts.models import Agency, User
from accounts.selectors.scope import Person
from common.dates import clock
from letters.models import LetterNumber
from letters.permissions import AGENDA_ROLES, has_role, of_offices


def may_read_agenda(user: Person) -> bool:
    """Tell whether the person keeps, watches or audits the agenda book of any office."""
    return has_role(user, AGENDA_ROLES)


def agenda_offices(user: User) -> QuerySet[Agency]:
    """Return the offices whose agenda book the person may read, by name."""
    offices = Agency.objects.filter(of_offices(user, AGENDA_ROLES), kind=AgencyKind.OFFICE)
    return offices.order_by("name", "pk")


def latest_office(offices: QuerySet[Agency], year: int) -> Agency | None:
    """Return the office that gave the latest number in the year; else the first, if any."""
    numbers = LetterNumber.objects.filter(agency__in=offices, year=year)
    latest = numbers.select_related("agency").order_by("-id").first()
    return latest.agency if latest is not None else offices.first()


def agenda(agency: Agency, year: int) -> QuerySet[LetterNumber]:
    """Return the numbers of the office in the year, the latest first."""
    numbers = LetterNumber.objects.filter(agency=agency, year=year)
    return numbers.select_related("letter", "cancelled_by").order_by("-id")


def agenda_years(agency: Agency) -> list[int]:
    """Return the years in which the office gave numbers, and this one; the latest first."""
    given = LetterNumber.objects.filter(agency=agency).order_by("-year").values_list("year")
    return sorted({clock.today().year, *(year for (year,) in given.distinct())}, reverse=True)
