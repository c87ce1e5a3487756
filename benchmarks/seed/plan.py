"""What the synthetic rows are made from: the requested size, and what the database holds."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Final

from applications.selectors.correction_days import CORRECTION_DAYS_KEY
from common.dates import clock
from common.dates.clock import JAKARTA
from common.dates.working_days import Closed, add_working_days
from programs.enums import EditionStatus
from programs.models import Edition, Scheme
from reference.models import Kbli, LegalParameter
from reference.selectors.calendar import closed_days
from reference.selectors.parameters import number
from reference.selectors.regions import all_regencies

Moment = tuple[date, int]
"""Day in Jakarta, and second of it."""

# Of ten enterprises three have an owner with an account and one a helper; the rest came from a
# register and have not been claimed.
OWNED: Final = (0, 3, 7)
HELPED: Final = 5
_WITH_PEOPLE: Final = (0, 3, 5, 7)
ENTERPRISES_PER_HELPER: Final = 40
# Rough shares of the enterprises: the large cities and their neighbours have most of them.
_HEAVY: Final = {"35.78": 9.0, "35.07": 6.0, "35.15": 5.5, "35.09": 5.0, "35.25": 4.5, "35.14": 4.0}
_LIGHT: Final = frozenset({"35.71", "35.72", "35.74", "35.75", "35.76", "35.77", "35.79"})
# Beyond the last possible due date.
_CALENDAR_AHEAD: Final = timedelta(days=800)
SCHEME: Final = "kur-mikro"


@dataclass(frozen=True)
class StageRow:
    """A stage before the decision, as `applications.lifecycle` and the clock read it."""

    id: int
    position: int
    role: str
    exit: str
    second_person: bool
    working_days: int | None


@dataclass(frozen=True)
class EditionRow:
    """An edition, in force from `valid_from` on, with its stages in order."""

    id: int
    valid_from: date
    closes_on: date | None
    stages: tuple[StageRow, ...]


@dataclass
class SeedPlan:
    """Everything a process needs to produce its part of the rows; plain values only.

    `answer_days` are the working days an applicant has to answer a request, each from the day on
    which it came into force. `people` are the keys of the officials by (role, regency),
    `first_user` is the key of the first owner. `line_ends` close each line of a table with the
    columns that are alike in every row.
    """

    seed: int
    enterprises: int
    applications: int
    now: datetime
    closed: Closed
    regencies: list[tuple[str, str]]
    regency_weights: list[float]
    kbli: dict[str, list[tuple[str, str]]]
    scheme: int
    prefix: str
    editions: list[EditionRow]
    answer_days: list[tuple[date, int]]
    first_user: int = 1
    people: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    line_ends: dict[str, str] = field(default_factory=dict)
    _working_days: dict[tuple[date, int], date] = field(default_factory=dict)

    @property
    def present(self) -> Moment:
        """The present: nothing happens after it."""
        local = self.now.astimezone(JAKARTA)
        return local.date(), local.hour * 3600 + local.minute * 60 + local.second

    @property
    def first_day(self) -> date:
        """The day the first edition came into force: the first application is filed on it."""
        return self.editions[0].valid_from

    @property
    def owners(self) -> int:
        """Accounts of owners: one for each enterprise that has one."""
        return sum(self.enterprises // 10 + (place < self.enterprises % 10) for place in OWNED)

    @property
    def helpers(self) -> int:
        """Accounts of helpers: one for every forty enterprises that have one."""
        helped = self.enterprises // 10 + (self.enterprises % 10 > HELPED)
        return -(-helped // ENTERPRISES_PER_HELPER)

    @property
    def applicants(self) -> int:
        """Enterprises with an owner or helper: only these apply."""
        rest = self.enterprises % 10
        return self.enterprises // 10 * 4 + sum(place < rest for place in _WITH_PEOPLE)

    def applicant(self, position: int) -> int:
        """Return the number (from 0) of the enterprise at `position` among those that apply."""
        return position // 4 * 10 + _WITH_PEOPLE[position % 4]

    def member(self, enterprise: int) -> tuple[int, str] | None:
        """Return key and role of the person who acts for an enterprise, None for most."""
        tens, place = divmod(enterprise, 10)
        if place in OWNED:
            return self.first_user + tens * len(OWNED) + OWNED.index(place), "owner"
        if place == HELPED:
            return self.first_user + self.owners + tens // ENTERPRISES_PER_HELPER, "helper"
        return None

    def regency_of(self, enterprise: int) -> int:
        """Return the place in `regencies` of an enterprise, the same at every call."""
        share = (enterprise * 0.6180339887498949 + self.seed * 0.7548776662466927) % 1.0
        weights = self.regency_weights
        low, high, target = 0, len(weights) - 1, share * weights[-1]
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if weights[middle] <= target else (low, middle)
        return low

    def edition_on(self, day: date) -> EditionRow:
        """Return the edition in force on `day`."""
        return [each for each in self.editions if each.valid_from <= day][-1]

    def answer_days_on(self, day: date) -> int:
        """Return the working days to answer a request made on `day`."""
        return [days for valid_from, days in self.answer_days if valid_from <= day][-1]

    def add_working_days(self, day: date, count: int) -> date:
        """Return the last of `count` working days after `day`.

        The answers are cached: a million files ask for a few thousand pairs.
        """
        pair = (day, count)
        if pair not in self._working_days:
            self._working_days[pair] = add_working_days(day, count, self.closed)
        return self._working_days[pair]


def read_plan(*, seed: int, enterprises: int, applications: int) -> SeedPlan:
    """Return the plan for this database as of now; raises LookupError without reference data."""
    scheme = Scheme.objects.filter(code=SCHEME).first()
    regencies = all_regencies()
    if scheme is None or not regencies:
        raise LookupError("reference data is not loaded")
    editions = _editions(scheme)
    today = clock.today()
    kbli: dict[str, list[tuple[str, str]]] = {}
    for row in Kbli.objects.order_by("version", "code"):
        kbli.setdefault(row.sector, []).append((row.code, row.version))
    return SeedPlan(
        seed=seed,
        enterprises=enterprises,
        applications=applications,
        now=clock.now().replace(microsecond=0),
        closed=closed_days(editions[0].valid_from, today + _CALENDAR_AHEAD),
        regencies=[(each.code, each.name) for each in regencies],
        regency_weights=list(accumulate(_weight(each.code) for each in regencies)),
        kbli=kbli,
        scheme=scheme.pk,
        prefix=scheme.number_prefix,
        editions=editions,
        answer_days=_answer_days(),
    )


def _editions(scheme: Scheme) -> list[EditionRow]:
    published = Edition.objects.filter(scheme=scheme, status=EditionStatus.PUBLISHED)
    return [
        EditionRow(
            id=edition.pk,
            valid_from=edition.valid_from,
            closes_on=edition.closes_on,
            stages=tuple(
                StageRow(
                    id=stage.pk,
                    position=stage.position,
                    role=stage.role,
                    exit=stage.exit,
                    second_person=stage.second_person,
                    working_days=stage.working_days,
                )
                for stage in edition.stages.all()
                if stage.exit
            ),
        )
        for edition in published.prefetch_related("stages").order_by("valid_from")
    ]


def _answer_days() -> list[tuple[date, int]]:
    rows = LegalParameter.objects.filter(key=CORRECTION_DAYS_KEY, regency=None)
    days = rows.order_by("valid_from").values_list("valid_from", flat=True)
    return [(day, number(CORRECTION_DAYS_KEY, day)) for day in days]


def _weight(code: str) -> float:
    return _HEAVY.get(code, 0.8 if code in _LIGHT else 2.6)
