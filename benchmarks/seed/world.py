"""What the synthetic rows are made from: the size asked for, and what the database holds."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Final

from benchmarks.seed.calendar import Calendar
from common.dates import clock
from common.dates.clock import JAKARTA
from programs.models import Edition, Scheme
from reference.models import Kbli
from reference.selectors.calendar import closed_days
from reference.selectors.parameters import number
from reference.selectors.regions import all_regencies

# Of ten enterprises three have an owner with an account and one a helper; the rest came from a
# register and nobody has claimed them.
OWNED: Final = (0, 3, 7)
HELPED: Final = 5
_WITH_PEOPLE: Final = (0, 3, 5, 7)
ENTERPRISES_PER_HELPER: Final = 40
# Rough shares of the enterprises: the large cities and their neighbours have most of them.
_HEAVY: Final = {"35.78": 9.0, "35.07": 6.0, "35.15": 5.5, "35.09": 5.0, "35.25": 4.5, "35.14": 4.0}
_LIGHT: Final = frozenset({"35.71", "35.72", "35.74", "35.75", "35.76", "35.77", "35.79"})
_HISTORY: Final = timedelta(days=800)
_AHEAD: Final = timedelta(days=800)


@dataclass(frozen=True)
class StageRow:
    """A stage of the office: its key, its role and its working days."""

    id: int
    role: str
    days: int


@dataclass(frozen=True)
class EditionRow:
    """An edition, in force from `first` (an ordinal) on, with the stages of the office."""

    id: int
    first: int
    stages: tuple[StageRow, ...]


@dataclass
class World:
    """Everything a worker needs to make its part of the rows by itself; plain values only.

    `people` are the keys of the officials by (role, regency), `first_user` the key of the first
    owner. `tails` end each line of a table: the columns that are alike in every row.
    """

    seed: int
    enterprises: int
    applications: int
    now: datetime
    calendar: Calendar
    regencies: list[tuple[str, str]]
    regency_weights: list[float]
    kbli: dict[str, list[tuple[str, str]]]
    scheme: int
    prefix: str
    editions: list[EditionRow]
    correction_days: int
    first_user: int = 1
    people: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    tails: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(JAKARTA).date()

    @property
    def owners(self) -> int:
        """Accounts of owners: one for each enterprise that has one."""
        return sum(self.enterprises // 10 + (place < self.enterprises % 10) for place in OWNED)

    @property
    def helpers(self) -> int:
        helped = self.enterprises // 10 + (self.enterprises % 10 > HELPED)
        return -(-helped // ENTERPRISES_PER_HELPER)

    @property
    def applicants(self) -> int:
        """Enterprises that somebody acts for: only these apply."""
        rest = self.enterprises % 10
        return self.enterprises // 10 * 4 + sum(place < rest for place in _WITH_PEOPLE)

    def applicant(self, position: int) -> int:
        """Number (from 0) of the enterprise at `position` among those that somebody acts for."""
        return position // 4 * 10 + _WITH_PEOPLE[position % 4]

    def member(self, enterprise: int) -> tuple[int, str] | None:
        """Key and role of whoever acts for an enterprise, None for most."""
        tens, place = divmod(enterprise, 10)
        if place in OWNED:
            return self.first_user + tens * len(OWNED) + OWNED.index(place), "owner"
        if place == HELPED:
            return self.first_user + self.owners + tens // ENTERPRISES_PER_HELPER, "helper"
        return None

    def regency_of(self, enterprise: int) -> int:
        """Place in `regencies` of an enterprise: the same however often it is asked."""
        share = (enterprise * 0.6180339887498949 + self.seed * 0.7548776662466927) % 1.0
        weights = self.regency_weights
        low, high, target = 0, len(weights) - 1, share * weights[-1]
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if weights[middle] <= target else (low, middle)
        return low


SCHEME = "kur-mikro"


def read_world(*, seed: int, enterprises: int, applications: int) -> World:
    """The world of this database as of now; raises LookupError without reference data."""
    scheme = Scheme.objects.filter(code=SCHEME).first()
    regencies = all_regencies()
    if scheme is None or not regencies:
        raise LookupError("reference data is not loaded")
    editions = [
        EditionRow(
            id=edition.pk,
            first=edition.valid_from.toordinal(),
            stages=tuple(
                StageRow(stage.pk, stage.role, stage.working_days or 0)
                for stage in edition.stages.all()
                if not stage.is_outside
            ),
        )
        for edition in Edition.objects.filter(scheme=scheme)
        .prefetch_related("stages")
        .order_by("valid_from")
    ]
    today = clock.today()
    first = date.fromordinal(editions[0].first) - _HISTORY
    last = today + _AHEAD
    kbli: dict[str, list[tuple[str, str]]] = {}
    for row in Kbli.objects.order_by("version", "code"):
        kbli.setdefault(row.sector, []).append((row.code, row.version))
    return World(
        seed=seed,
        enterprises=enterprises,
        applications=applications,
        now=clock.now().replace(microsecond=0),
        calendar=Calendar.over(first, last, closed_days(first, last)),
        regencies=[(each.code, each.name) for each in regencies],
        regency_weights=list(accumulate(_weight(each.code) for each in regencies)),
        kbli=kbli,
        scheme=scheme.pk,
        prefix=scheme.number_prefix,
        editions=editions,
        correction_days=number("correction.answer", today),
    )


def _weight(code: str) -> float:
    return _HEAVY.get(code, 0.8 if code in _LIGHT else 2.6)
