"""Two orders that want the same week at once: which one gets it, and what that costs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Final

from django.db import connection
from django.db.models import Sum

from benchmarks.rounds import Figures, Line, timed
from common.dates import clock
from enterprises.enums import CapacitySource, Incoterm
from enterprises.models import CapacityPromise, CapacityWeek, Member, Product
from enterprises.policies.capacity import WHOLE_WEEK, weeks_from
from enterprises.services.capacity_promises import Part, WeekFull, promise_weeks

_ENTERPRISES: Final = 100
_WEEKS: Final = 100
# More than half of a week, so that only one of two fits.
_PIECES: Final = 501


class Promises:
    """10,000 pairs in each round, both of a pair on connections of their own at the same moment.

    The floor is the same two rows written without checking what is left, one after the other.
    """

    name = "promises"
    lines: Sequence[Line] = (
        Line("weeks promised beyond the whole", "oversold", at_most=0, unit=""),
        Line("pairs of which not exactly one got the week", "undecided", at_most=0, unit=""),
        Line("a pair raced / its two rows written alone", "pair", at_most=20),
    )

    def prepare(self) -> None:
        members = Member.objects.filter(role="owner", until__isnull=True).order_by("id")
        self.members = list(members.select_related("enterprise", "user")[:_ENTERPRISES])
        self.products = [_product(member, number) for number, member in enumerate(self.members)]
        self.weeks = weeks_from(clock.today(), _WEEKS + 1)[1:]
        CapacityWeek.objects.bulk_create(
            [
                CapacityWeek(
                    enterprise=member.enterprise,
                    week=week,
                    free_thousandths=WHOLE_WEEK,
                    stated_at=clock.now(),
                    stated_by=member.user,
                    source=CapacitySource.OWNER,
                )
                for member in self.members
                for week in self.weeks
            ],
            batch_size=1_000,
        )

    def round(self, number: int) -> Figures:
        places = [(product, week) for week in self.weeks for product in self.products]
        raced_s = timed(lambda: self._race(places, f"round {number}")) / len(places)
        mine = CapacityPromise.objects.filter(reference=f"round {number}")
        got = mine.count()
        oversold = CapacityWeek.objects.filter(promised_thousandths__gt=WHOLE_WEEK).count()
        wrong = self._not_the_sum()
        mine.update(released_at=clock.now())
        alone = places[: len(places) // 10]
        alone_s = timed(lambda: self._write_alone(alone, f"alone {number}")) / len(alone)
        CapacityPromise.objects.filter(reference=f"alone {number}").update(released_at=clock.now())
        return {
            "oversold": oversold + wrong,
            "undecided": abs(len(places) - got),
            "pair": raced_s / alone_s,
            "pairs_per_s": 1 / raced_s,
        }

    def notes(self) -> list[str]:
        return ["two threads on two connections; each pair waits for both before it begins"]

    def _race(self, places: Sequence[tuple[Product, date]], reference: str) -> None:
        gate = Barrier(2)

        def one_side() -> None:
            for product, week in places:
                gate.wait()
                try:
                    promise_weeks(
                        [Part(product, week, _PIECES)], subject="benchmark", reference=reference
                    )
                except WeekFull:
                    continue
            connection.close()

        _both(one_side)

    def _write_alone(self, places: Sequence[tuple[Product, date]], reference: str) -> None:
        """Write half of the week twice: as many rows, with the database's own sum alone."""
        for product, week in places:
            for _side in range(2):
                CapacityPromise.objects.create(
                    enterprise_id=product.enterprise_id,
                    product=product,
                    week=week,
                    pieces=1,
                    thousandths=1,
                    subject="benchmark",
                    reference=reference,
                    kind="commitment",
                    made_at=clock.now(),
                )

    def _not_the_sum(self) -> int:
        """Return in how many weeks the stored sum is not that of the promises."""
        open_ones = CapacityPromise.objects.filter(
            released_at__isnull=True, enterprise__in=[m.enterprise_id for m in self.members]
        )
        sums = open_ones.order_by().values("enterprise", "week").annotate(sum=Sum("thousandths"))
        promised = {(row["enterprise"], row["week"]): row["sum"] for row in sums}
        rows = CapacityWeek.objects.filter(enterprise__in=[m.enterprise_id for m in self.members])
        return sum(
            row.promised_thousandths != promised.get((row.enterprise_id, row.week), 0)
            for row in rows
        )


def _both(side: Callable[[], None]) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(side) for _ in range(2)]:
            done.result()


def _product(member: Member, number: int) -> Product:
    """Create a product of which a whole week makes a thousand pieces."""
    now = clock.now()
    return Product.objects.create(
        enterprise=member.enterprise,
        name_id=f"Kursi tolok ukur {number}",
        sector="furniture",
        hs_code="94015300",
        kbli="31002",
        kbli_version="2020",
        material_id="rotan",
        price=450_000,
        incoterm=Incoterm.FOB,
        moq=20,
        sample_days=10,
        production_days=21,
        weekly_capacity=WHOLE_WEEK,
        created_at=now,
        updated_at=now,
    )
