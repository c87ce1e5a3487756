"""Promising parts of enterprises' weeks to an order, and releasing them.

The database holds the sum of the promises of a week within the week (`CapacityWeek`); these
services keep it also within what the enterprise stated, under the lock of the weeks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.text.formats import date_short, number
from enterprises.enums import PromiseKind
from enterprises.models import CapacityPromise, Product
from enterprises.models.capacity_promise import LONGEST_OPTION
from enterprises.policies.capacity import NotAPart, monday_of, part_taken, pieces_in
from enterprises.services.capacity_locking import Place, lock_weeks

# A production plan of half a year in weeks, for the most members that one order may have.
MOST_PARTS: Final = 5_000
_FURTHEST: Final = timedelta(weeks=104)
_BATCH: Final = 200


@dataclass(frozen=True)
class Part:
    """Pieces of a product to be made in the week that begins on a Monday."""

    product: Product
    week: date
    pieces: int


class WeekFull(Conflict):
    """409 `week_full`: more pieces than are left; nothing was promised.

    `left` is how many pieces of the product can still be promised in the week.
    """

    def __init__(self, part: Part, left: int) -> None:
        super().__init__(
            "week_full",
            _(
                "Pekan %(week)s: %(enterprise)s masih dapat membuat %(left)s %(product)s, "
                "sedangkan yang diminta %(pieces)s. Kurangi jumlahnya atau pilih pekan lain."
            ),
            params={
                "week": date_short(part.week),
                "enterprise": part.product.enterprise.name,
                "product": part.product.name,
                "left": number(left),
                "pieces": number(part.pieces),
            },
        )
        self.part = part
        self.left = left


@transaction.atomic
def promise_weeks(
    parts: Collection[Part],
    *,
    subject: str,
    reference: str = "",
    kind: PromiseKind = PromiseKind.COMMITMENT,
    expires_at: datetime | None = None,
) -> list[CapacityPromise]:
    """Promise all these parts or none, of any enterprises; an option ends at `expires_at`.

    Locks the weeks in order, then the products; options there that have run out are released first.
    Raises WeekFull
    for the first week that has too little left, Conflict `product_archived`, InvalidInput for an
    invalid week or quantity, a past or too distant week, or a wrong end of an option.
    """
    now = clock.now()
    _check_end(kind, expires_at, now)
    _check_weeks(parts)
    weeks = lock_weeks((part.product.enterprise_id, part.week) for part in parts)
    products = _as_they_stand(parts)
    left = {place: row.left_thousandths for place, row in weeks.items()}
    made = []
    for part in sorted(parts, key=lambda each: (each.week, each.product.pk)):
        product = products[part.product.pk]
        place = (product.enterprise_id, part.week)
        taken = _taken(Part(product, part.week, part.pieces), left[place])
        left[place] -= taken
        made.append(
            CapacityPromise(
                enterprise_id=product.enterprise_id,
                product=product,
                week=part.week,
                pieces=part.pieces,
                thousandths=taken,
                subject=subject,
                reference=reference,
                kind=kind,
                made_at=now,
                expires_at=expires_at,
            )
        )
    return CapacityPromise.objects.bulk_create(made)


@transaction.atomic
def release(promises: Sequence[CapacityPromise]) -> int:
    """Release these promises and return how many still counted; repeating changes nothing."""
    lock_weeks(_places(promises))
    open_ones = CapacityPromise.objects.filter(
        pk__in=[each.pk for each in promises], released_at__isnull=True
    )
    return open_ones.update(released_at=clock.now())


def release_expired() -> int:
    """Release options that have run out, at most 200 a call; return how many. May be repeated."""
    over = CapacityPromise.objects.filter(
        kind=PromiseKind.OPTION, released_at__isnull=True, expires_at__lte=clock.now()
    )
    found = over.order_by("expires_at").values_list("enterprise_id", "week")[:_BATCH]
    with transaction.atomic():
        # Under the locks they are released like those that a writer finds.
        lock_weeks(found)
    return len(found)


def _check_end(kind: PromiseKind, expires_at: datetime | None, now: datetime) -> None:
    if kind == PromiseKind.COMMITMENT and expires_at is None:
        return
    is_option = kind == PromiseKind.OPTION and expires_at is not None
    if not is_option or not now < expires_at <= now + LONGEST_OPTION:  # type: ignore[operator]
        raise InvalidInput(
            "bad_end",
            _("Pemesanan sementara berlaku paling lama %(days)s hari."),
            params={"days": LONGEST_OPTION.days},
            field="expires_at",
        )


def _check_weeks(parts: Collection[Part]) -> None:
    if not 0 < len(parts) <= MOST_PARTS:
        raise InvalidInput(
            "bad_parts", _("Pilih 1 sampai %(most)s pekan."), params={"most": number(MOST_PARTS)}
        )
    this_week = monday_of(clock.today())
    for part in parts:
        if part.week != monday_of(part.week):
            raise InvalidInput("not_a_monday", _("Pekan dimulai pada hari Senin."), field="week")
        if not this_week <= part.week <= this_week + _FURTHEST:
            raise InvalidInput(
                "bad_week", _("Pilih pekan dari pekan ini sampai dua tahun lagi."), field="week"
            )


def _as_they_stand(parts: Collection[Part]) -> Mapping[int, Product]:
    """Lock and return the products: they may have changed since the caller read them.

    After the weeks, as everywhere: who locks a product first takes no weeks.
    """
    rows = Product.objects.filter(pk__in={part.product.pk for part in parts}).order_by("pk")
    locked = rows.select_related("enterprise").select_for_update(of=("self",), no_key=True)
    products = {product.pk: product for product in locked}
    for part in parts:
        product = products.get(part.product.pk)
        if product is None or product.archived_at is not None:
            raise Conflict(
                "product_archived",
                _("%(product)s tidak dijual lagi."),
                params={"product": part.product.name},
            )
    return products


def _taken(part: Part, left: int) -> int:
    capacity = part.product.trusted_capacity
    try:
        taken = part_taken(part.pieces, capacity)
    except NotAPart as bad:
        if bad.code == "no_pieces":
            text = _("Jumlahnya paling sedikit satu.")
            raise InvalidInput(bad.code, text, field="pieces") from bad
        raise WeekFull(part, pieces_in(left, capacity)) from bad
    if taken > left:
        raise WeekFull(part, pieces_in(left, capacity))
    return taken


def _places(promises: Sequence[CapacityPromise]) -> list[Place]:
    return [(each.enterprise_id, each.week) for each in promises]
