"""What enterprises can still make, week by week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import clock
from enterprises.enums import CapacitySource
from enterprises.models import CapacityPromise, CapacityWeek, Enterprise, Product
from enterprises.policies.capacity import WORD_GOOD_DAYS, is_aged, left_of, monday_of, pieces_in
from enterprises.policies.week_proposal import Proposal, normal_week, of_eid, propose
from reference.selectors.calendar import closed_days, idul_fitri_days

_WEEK = timedelta(weeks=1)
# How old a statement may be and still say what a normal week is.
_LOOK_BACK = timedelta(weeks=26)


@dataclass(frozen=True)
class FreeWeek:
    """What is left of a week for a product, in whole pieces.

    `stated_on` is the day of the statement, None where there is none (then nothing is left);
    `is_aged` says whether it is older than four weeks. `free` and `promised` are thousandths.
    """

    week: date
    pieces: int
    free: int | None
    promised: int
    stated_on: date | None
    is_aged: bool


def free_pieces(
    product: Product, weeks: Sequence[date], *, held: Mapping[tuple[int, date], int] | None = None
) -> list[FreeWeek]:
    """Return what is left for one product in each week, in the order of the weeks. One query.

    `held` as in `free_pieces_of`.
    """
    return free_pieces_of([product], weeks, held=held)[product.pk]


def free_pieces_of(
    products: Collection[Product],
    weeks: Sequence[date],
    *,
    held: Mapping[tuple[int, date], int] | None = None,
) -> Mapping[int, list[FreeWeek]]:
    """Return what is left by product and week. One query for all.

    `held` are thousandths by product and week that are promised to whoever asks: for it they are
    left, as far as the enterprise still keeps them free. Each figure is what is left if the
    enterprise makes only that product: products of one enterprise share its week, so their figures
    do not add up. Options that have run out count until they are released, at the latest a few
    minutes later.
    """
    rows = CapacityWeek.objects.filter(
        enterprise__in={product.enterprise_id for product in products}, week__in=weeks
    )
    known = {(row.enterprise_id, row.week): row for row in rows}
    own = held or {}
    return {
        product.pk: [
            _free(
                product,
                week,
                known.get((product.enterprise_id, week)),
                own.get((product.pk, week), 0),
            )
            for week in weeks
        ]
        for product in products
    }


def _free(product: Product, week: date, row: CapacityWeek | None, held: int) -> FreeWeek:
    today = clock.today()
    if row is None:
        return FreeWeek(week, 0, None, 0, None, False)
    stated = None if row.stated_at is None else clock.local_date(row.stated_at)
    # What was held may have been let go of between the two readings.
    others = max(row.promised_thousandths - held, 0)
    left = left_of(row.free_thousandths, others) if week >= monday_of(today) else 0
    return FreeWeek(
        week=week,
        pieces=pieces_in(left, product.trusted_capacity),
        free=row.free_thousandths,
        promised=row.promised_thousandths,
        stated_on=stated,
        is_aged=stated is not None and is_aged(stated, today, WORD_GOOD_DAYS),
    )


@dataclass(frozen=True)
class PlannedWeek:
    """A week of an enterprise as its own people see it; parts are thousandths of a normal week.

    `is_of_eid` tells the week of Idul Fitri and the week after, in which little is made.
    """

    week: date
    free: int | None
    promised: int
    source: CapacitySource | None
    stated_on: date | None
    holidays: Sequence[str]
    is_of_eid: bool
    proposal: Proposal | None

    @property
    def left(self) -> int:
        """What can still be promised, in thousandths."""
        return left_of(self.free, self.promised)

    @property
    def is_short(self) -> bool:
        """Whether less is free than was promised."""
        return self.free is not None and self.free < self.promised


def planned_weeks(enterprise: Enterprise, weeks: Sequence[date]) -> list[PlannedWeek]:
    """Return the weeks, consecutive Mondays, with their holidays and what each may keep free.

    Three queries, however many weeks. Without an earlier statement only the weeks of and after Idul
    Fitri have a proposal, which is 0.
    """
    first, last = weeks[0], weeks[-1] + _WEEK
    rows = {
        row.week: row
        for row in CapacityWeek.objects.filter(
            enterprise=enterprise, week__gte=first - _LOOK_BACK, week__lt=last
        )
    }
    closed = closed_days(first - _LOOK_BACK, last)
    eid_days = idul_fitri_days(first - _LOOK_BACK - _WEEK, last)
    stated = {
        week: row.free_thousandths
        for week, row in rows.items()
        if row.free_thousandths is not None and _is_own_word(row)
    }
    normal = normal_week(stated, closed, eid_days)
    proposals = propose(weeks, normal=normal, closed=closed, eid_days=eid_days)
    return [
        _planned(
            week,
            rows.get(week),
            holidays=_names(week, closed),
            is_of_eid=of_eid(week, eid_days) is not None,
            proposal=proposals.get(week),
        )
        for week in weeks
    ]


def _is_own_word(row: CapacityWeek) -> bool:
    """Tell whether a statement says what a normal week is; what a sale left over does not."""
    return row.source != CapacitySource.SALE


def _names(week: date, closed: Mapping[date, str]) -> list[str]:
    """Return the names of the holidays from Monday to Friday of a week, each once."""
    days = (week + timedelta(days=step) for step in range(5))
    return list(dict.fromkeys(closed[day] for day in days if day in closed))


def _planned(
    week: date,
    row: CapacityWeek | None,
    *,
    holidays: Sequence[str],
    is_of_eid: bool,
    proposal: Proposal | None,
) -> PlannedWeek:
    stated = row.stated_at if row else None
    return PlannedWeek(
        week=week,
        free=row.free_thousandths if row else None,
        promised=row.promised_thousandths if row else 0,
        source=CapacitySource(row.source) if row and row.source else None,
        stated_on=None if stated is None else clock.local_date(stated),
        holidays=holidays,
        is_of_eid=is_of_eid,
        proposal=proposal,
    )


def promises_in(enterprise: Enterprise, weeks: Sequence[date]) -> list[CapacityPromise]:
    """Return what is promised in these weeks, by week, at most 200."""
    open_ones = CapacityPromise.objects.filter(
        enterprise=enterprise, week__in=weeks, released_at__isnull=True
    )
    return list(open_ones.select_related("product").order_by("week", "id")[:200])
