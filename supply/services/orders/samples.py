"""Samples that members make for an order, and the approved one."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.reasons import refuse_nik
from common.text.typed import visible_line
from supply.models import OrderSample
from supply.selectors.members.candidates import fitting_products
from supply.selectors.orders.access import latest_specification, locked_order
from supply.services.orders.preparing import require_preparing

MOST_SAMPLES: Final = 10


@transaction.atomic
def note_sample(
    actor: User, uid: UUID, *, product_id: int, note: str, is_approved: bool
) -> OrderSample:
    """Note that a member makes a sample to the newest version, or what was found of it.

    A newly approved one replaces the former. Locks the order. Raises NotFound, Conflict
    `order_fixed` once members were asked or `too_many_samples`, InvalidInput `unknown_product`.
    """
    order = locked_order(actor, uid)
    require_preparing(order)
    product = fitting_products(order).filter(pk=product_id).first()
    if product is None:
        text = _("Pilih produk anggota dari daftar.")
        raise InvalidInput("unknown_product", text, field="product")
    specification = latest_specification(order)
    if specification is None:
        raise NotFound("not_found", _("Pesanan ini belum mempunyai spesifikasi."))
    line = visible_line(note)
    refuse_nik(line, "note")
    if order.samples.exclude(product=product).count() >= MOST_SAMPLES:
        raise Conflict("too_many_samples", _("Pembuat contoh sudah terlalu banyak."))
    if is_approved:
        order.samples.filter(is_approved=True).update(is_approved=False)
    sample, _made = OrderSample.objects.update_or_create(
        order=order,
        product=product,
        defaults={
            "specification": specification,
            "note": line,
            "is_approved": is_approved,
            "noted_by": actor,
            "noted_at": clock.now(),
        },
    )
    return sample
