"""Asking members to offer."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.text.formats import number
from enterprises.models import Product
from notifications.services.outbox import enqueue_all
from supply.allocation.reading import MOST_RUPIAH
from supply.enums import LetterState, OrderAct, OrderState
from supply.messages.order_notices import extended_notices, invited_notices
from supply.models import Commitment, Invitation, Order, OrderHub
from supply.policies.delivery_weeks import weeks_between
from supply.policies.order_states import TAKES_OFFERS
from supply.selectors.members.candidates import fitting_products, last_day
from supply.selectors.orders.access import (
    extendable,
    latest_specification,
    locked_order,
    require_act,
)
from supply.selectors.orders.samples import approved_sample
from supply.services.orders.buyers import lock_buyer
from supply.services.orders.preparing import order_weeks
from supply.services.requests.moves import lock_taken

MOST_AT_ONCE: Final = 200
MOST_INVITED: Final = 2_000
LONGEST_ANSWER: Final = timedelta(days=60)


@transaction.atomic
def invite(
    actor: User,
    uid: UUID,
    *,
    product_ids: Collection[int],
    hub_id: int,
    answer_by: date,
    onboarding_cost: int = 0,
) -> int:
    """Ask the makers of these products to offer, and return how many were newly asked.

    A member is asked once for an order, for one of its products; who was asked for this one before
    is left as it is. The first invitation fixes the weeks of the order. Locks the order, then its
    request. Raises NotFound, Conflict `not_now`, `buyer_missing`, `state_changed` for a request
    that ended, `buyer_not_checked`, `sample_missing`, `weeks_passed` or `too_many_invited`,
    InvalidInput for products that do not fit, `asked_twice` for another product of a member.
    """
    order = locked_order(actor, uid)
    new_state = require_act(order, OrderAct.INVITE)
    _require_checked_buyer(order)
    _require_sample(order)
    hub = _hub(order, hub_id)
    _check_answer_by(answer_by)
    _check_cost(onboarding_cost)
    products = _products(order, product_ids)
    if order.invitations.count() + len(products) > MOST_INVITED:
        raise Conflict("too_many_invited", _("Anggota yang diundang sudah terlalu banyak."))
    if order.state == OrderState.PREPARING:
        _fix_weeks(order)
    order.state = new_state
    order.save(update_fields=["state", "first_week", "weeks", "makes_from"])
    known = _known_members(order)
    made = Invitation.objects.bulk_create(
        Invitation(
            order=order,
            product=product,
            hub=hub,
            is_new=product.enterprise_id not in known,
            onboarding_cost=onboarding_cost,
            asked_by=actor,
            asked_at=clock.now(),
            answer_by=answer_by,
        )
        for product in products
    )
    enqueue_all(invited_notices(made))
    return len(made)


@transaction.atomic
def extend_answers(actor: User, uid: UUID, *, answer_by: date) -> int:
    """Give members who did not decline until `answer_by`, and return how many were notified.

    Also those whose time has passed: an offer that is no longer valid can be renewed. An invitation
    is extended once a day at most, so that nobody gets one message after another. Locks the order,
    then its request. Raises NotFound, Conflict `offers_closed`, `buyer_ended` or `nobody_waits`,
    InvalidInput for the day.
    """
    order = locked_order(actor, uid)
    if order.state not in TAKES_OFFERS:
        raise Conflict("offers_closed", _("Penawaran untuk pesanan ini tidak dibuka lagi."))
    lock_buyer(order)
    _check_answer_by(answer_by)
    now = clock.now()
    today = datetime.combine(clock.today(), time(), tzinfo=clock.JAKARTA)
    waiting = extendable(order).filter(answer_by__lt=answer_by)
    rows = list(waiting.exclude(extended_at__gte=today).select_related(*_RELATED))
    if not rows:
        raise Conflict(
            "nobody_waits",
            _(
                "Tidak ada undangan yang dapat diperpanjang sampai tanggal itu. "
                "Satu undangan diperpanjang paling banyak sekali sehari."
            ),
        )
    for row in rows:
        row.order, row.answer_by, row.extended_at = order, answer_by, now
    Invitation.objects.bulk_update(rows, ["answer_by", "extended_at"])
    enqueue_all(extended_notices(rows))
    return len(rows)


_RELATED: Final = ("order__exporter", "product__enterprise")


def _require_checked_buyer(order: Order) -> None:
    if order.request_id is None:
        raise Conflict(
            "buyer_missing",
            _("Pesanan ini belum mempunyai pembeli. Hubungkan permintaan pembelinya dahulu."),
        )
    if not lock_taken(order.request_id).is_checked:
        raise Conflict(
            "buyer_not_checked",
            _("Pembeli belum diperiksa. Periksa pembelinya sebelum mengundang anggota."),
        )


def _require_sample(order: Order) -> None:
    if not order.no_sample_reason and approved_sample(order) is None:
        raise Conflict(
            "sample_missing",
            _(
                "Belum ada contoh yang disetujui untuk versi spesifikasi terakhir. Catat "
                "contohnya, atau tulis di pesanan mengapa contoh tidak perlu."
            ),
        )


def _hub(order: Order, hub_id: int) -> OrderHub:
    hub = order.hubs.filter(pk=hub_id).first()
    if hub is None:
        text = _("Pilih titik kumpul pesanan ini; tambahkan dahulu bila belum ada.")
        raise InvalidInput("unknown_hub", text, field="hub")
    return hub


def _check_answer_by(day: date) -> None:
    if not clock.today() < day <= clock.today() + LONGEST_ANSWER:
        text = _("Pilih tanggal dari besok sampai 60 hari lagi.")
        raise InvalidInput("bad_answer_by", text, field="answer_by")


def _check_cost(onboarding: int) -> None:
    if not 0 <= onboarding <= MOST_RUPIAH:
        text = _("Isi rupiah dari 0 sampai %(most)s.")
        raise InvalidInput(
            "bad_amount", text, field="onboarding_cost", params={"most": number(MOST_RUPIAH)}
        )


def _products(order: Order, ids: Collection[int]) -> list[Product]:
    """Return those that were not asked yet; raises InvalidInput for any that does not fit."""
    if not 0 < len(set(ids)) <= MOST_AT_ONCE:
        text = _("Pilih 1 sampai %(most)s anggota.")
        raise InvalidInput("bad_products", text, field="products", params={"most": MOST_AT_ONCE})
    found = list(fitting_products(order).filter(pk__in=ids))
    if len(found) != len(set(ids)):
        text = _("Sebagian produk tidak lagi dapat diundang. Pilih lagi dari daftar.")
        raise InvalidInput("unknown_product", text, field="products")
    members = [product.enterprise_id for product in found]
    asked = order.invitations.filter(product__enterprise__in=members)
    by_product = dict(asked.values_list("product", "product__enterprise"))
    new = [product for product in found if product.pk not in by_product]
    taken = set(by_product.values())
    for product in new:
        # All products of a workshop share its weeks: two offers would promise them twice.
        if product.enterprise_id in taken:
            raise InvalidInput(
                "asked_twice",
                _(
                    "%(member)s diundang sekali saja untuk satu pesanan, dengan satu produk: semua "
                    "produknya memakai pekan yang sama."
                ),
                params={"member": product.enterprise.name},
                field="products",
            )
        taken.add(product.enterprise_id)
    return new


def _fix_weeks(order: Order) -> None:
    if latest_specification(order) is None:
        raise Conflict("no_specification", _("Tulis spesifikasinya dahulu."))
    first, makes_from, last = order_weeks(order, last_day(order))
    mondays = weeks_between(first, last)
    if not mondays or last < makes_from or first + timedelta(weeks=1) <= clock.today():
        raise Conflict(
            "weeks_passed",
            _("Pekan pertama pesanan ini sudah lewat. Ubah tanggal mulai atau tanggal pembeli."),
        )
    order.first_week, order.weeks, order.makes_from = first, len(mondays), makes_from


def _known_members(order: Order) -> set[int]:
    """Return the enterprises that accepted a letter of this exporter before."""
    letters = Commitment.objects.filter(
        order__exporter=order.exporter_id, state=LetterState.ACCEPTED
    ).exclude(order=order)
    return set(letters.values_list("invitation__product__enterprise", flat=True))
