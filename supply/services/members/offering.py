"""Members' answers to an invitation: an offer, another one, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput
from enterprises.enums import HelperAct
from enterprises.services.owner_notices import tell_owner
from supply.allocation.reading import MOST_UNIT_PRICE
from supply.enums import OfferState, PriceMode
from supply.models import Invitation, Order
from supply.policies.order_states import TAKES_OFFERS
from supply.selectors.members.orders import invitation_for
from supply.selectors.orders.access import require_exporter
from supply.selectors.plans.problem import first_counted, order_mondays
from supply.services.members.held_weeks import release_options
from supply.services.orders.buyers import lock_buyer

_LONGEST_VALID: Final = timedelta(days=365)
MOST_PIECES: Final = 1_000_000
FIELDS: Final = ("pieces", "unit_price", "min_lot", "valid_until")


@dataclass(frozen=True)
class OfferData:
    """What a member offers: whole pieces by week of the order, rupiah a piece, the least lot.

    Pieces of a week in which nothing counts yet, or any more, are taken as 0.
    """

    pieces: Sequence[int]
    unit_price: int
    min_lot: int
    valid_until: date


def offer_row(invitation: Invitation) -> str:
    """Return the name of the row that pages of an offer show."""
    return f"offer:{invitation.pk}"


def offer_values(invitation: Invitation) -> dict[str, Any]:
    """Return what is stored of an offer, by the names of the form's fields."""
    stored = {name: getattr(invitation, name) for name in FIELDS}
    return _by_week(stored, invitation.order.weeks or 0)


@transaction.atomic
def offer(actor: User, uid: UUID, data: OfferData, *, shown: FormSnapshot) -> Invitation:
    """Offer, or change an offer, until the last day to answer, or letters are written on it.

    Where one price holds for all it is that price. A field that only others changed since keeps
    their value. The owner is notified of a helper's offer. Locks the order, its request, then the
    invitation. Raises NotFound, Conflict `offers_closed`, `exporter_ended` or `buyer_ended`,
    InvalidInput, ChangedMeanwhile.
    """
    invitation = _open(actor, uid)
    weeks = invitation.order.weeks or 0
    before = offer_values(invitation)
    submitted = _by_week(_checked(invitation.order, data), weeks)
    merged = merge(shown, current=before, submitted=submitted)
    if merged.conflicts:
        raise ChangedMeanwhile(merged)
    try:
        values = _checked(invitation.order, _whole({**before, **merged.written}, weeks))
    except InvalidInput as refused:
        # What was sent is good by itself, so it does not go together with what others wrote.
        raise ChangedMeanwhile(merged.disputed) from refused
    for name, value in values.items():
        setattr(invitation, name, value)
    _answered(actor, invitation, OfferState.OFFERED)
    written = merged.written
    remember_changes(
        offer_row(invitation), before=before, after=written, by=actor.pk, page=shown.page
    )
    return invitation


@transaction.atomic
def decline(actor: User, uid: UUID) -> Invitation:
    """Decline to take part, until letters are written: an offer is not binding.

    It may still offer until the last day to answer. The owner is notified of a helper's no.
    Repeating changes nothing. Raises NotFound, Conflict `offers_closed`; an order that does not go
    on takes a no.
    """
    invitation = _open(actor, uid, is_no=True)
    if invitation.state != OfferState.DECLINED:
        for name in FIELDS:
            setattr(invitation, name, None)
        _answered(actor, invitation, OfferState.DECLINED)
    return invitation


def _by_week(values: Mapping[str, Any], weeks: int) -> dict[str, Any]:
    """Return the pieces of each week under a name of its own, `week_1` and so on."""
    named = dict(values)
    pieces = named.pop("pieces") or [None] * weeks
    return {**named, **{f"week_{place + 1}": each for place, each in enumerate(pieces)}}


def _whole(values: Mapping[str, Any], weeks: int) -> OfferData:
    """Return an offer from values by the names of the form's fields; nothing said counts as 0."""
    return OfferData(
        pieces=[values[f"week_{place}"] or 0 for place in range(1, weeks + 1)],
        unit_price=values["unit_price"] or 0,
        min_lot=values["min_lot"] or 0,
        valid_until=values["valid_until"] or date.min,
    )


def _open(actor: User, uid: UUID, *, is_no: bool = False) -> Invitation:
    found = invitation_for(actor, uid)
    order = Order.objects.select_for_update(no_key=True).get(pk=found.order_id)
    if not is_no:
        require_exporter(order)
        lock_buyer(order)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    invitation.order, invitation.product = order, found.product
    if order.state not in TAKES_OFFERS or (invitation.is_late and not is_no):
        raise Conflict(
            "offers_closed",
            _("Waktu menjawab sudah lewat. Tidak ikut kali ini tidak dicatat sebagai kekurangan."),
        )
    return invitation


def _answered(actor: User, invitation: Invitation, state: OfferState) -> None:
    # Weeks were held for what was offered before.
    release_options([invitation])
    invitation.state = state
    invitation.answered_by, invitation.answered_at = actor, clock.now()
    invitation.save(update_fields=[*FIELDS, "state", "answered_by", "answered_at"])
    tell_owner(
        actor,
        invitation.product.enterprise,
        HelperAct.OFFERED if state == OfferState.OFFERED else HelperAct.DECLINED,
        about=invitation.order.number,
        link=f"/pesanan-bersama/{invitation.uid}/",
    )


def _checked(order: Order, data: OfferData) -> dict[str, Any]:
    price = order.unit_price if order.price_mode == PriceMode.ONE_PRICE else data.unit_price
    if len(data.pieces) != order.weeks or not all(0 <= each <= MOST_PIECES for each in data.pieces):
        text = _("Isi jumlah untuk setiap pekan, 0 bila tidak membuat.")
        raise InvalidInput("bad_pieces", text, field="pieces")
    first = first_counted(order)
    weeks = zip(order_mondays(order), data.pieces, strict=True)
    pieces = [each if monday >= first else 0 for monday, each in weeks]
    total = sum(pieces)
    if total == 0:
        text = _("Isi paling sedikit satu pekan, atau pilih tidak ikut.")
        raise InvalidInput("no_pieces", text, field="pieces")
    if price is None or not 0 < price <= MOST_UNIT_PRICE:
        raise InvalidInput("bad_price", _("Isi harga satuan dalam rupiah."), field="unit_price")
    most_lot = min(total, MOST_PIECES)
    if not 0 <= data.min_lot <= most_lot:
        text = _("Jumlah paling sedikit tidak dapat melebihi yang Anda tawarkan, %(total)s.")
        raise InvalidInput("lot_too_big", text, field="min_lot", params={"total": most_lot})
    today = clock.today()
    if not today <= data.valid_until <= today + _LONGEST_VALID:
        text = _("Pilih tanggal dari hari ini sampai setahun lagi.")
        raise InvalidInput("bad_valid_until", text, field="valid_until")
    return {
        "pieces": pieces,
        "unit_price": price,
        "min_lot": data.min_lot,
        "valid_until": data.valid_until,
    }
