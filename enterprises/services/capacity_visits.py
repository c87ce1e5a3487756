"""What an official found about a product's capacity when visiting the workshop."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotFound, NotPermitted
from common.identity.reasons import refuse_nik
from common.text.formats import date_short
from common.text.typed import visible_line
from enterprises.messages.products import visited_notices
from enterprises.models import Product
from enterprises.permissions import may_verify_capacity
from enterprises.policies.capacity import VISIT_GOOD_DAYS
from enterprises.services.capacity_warnings import warn_of_product
from enterprises.services.product_data import BOUNDS
from notifications.services.outbox import enqueue_all

MAX_NOTE: Final = 500


@transaction.atomic
def record_visit(
    official: User, product_id: int, *, found: int, visited_on: date, note: str = ""
) -> Product:
    """Record the pieces a week that a visit found, and notify those who act for the enterprise.

    The owner's own figure stays; the smaller one counts while the visit is not aged. Where promises
    take more than that leaves, they read it too, and `settings.CAPACITY_LISTENERS` hear of it
    (`warn_of_product`). Locks the row. Raises NotFound, NotPermitted outside the region or for who
    acted for it, InvalidInput (`out_of_range`, `bad_day` also before a visit that is recorded,
    `nik_in_reason`, `too_long`).
    """
    rows = Product.objects.select_for_update(of=("self",)).select_related("enterprise")
    product = rows.filter(pk=product_id, archived_at__isnull=True).first()
    if product is None:
        raise NotFound("not_found", _("Produk tidak ditemukan."))
    if not may_verify_capacity(official, product.enterprise):
        raise NotPermitted("not_your_region", _("Usaha ini bukan wewenang Anda."))
    note = visible_line(note)
    _check(found, visited_on, note)
    _require_newest(product, visited_on)
    before = product.trusted_capacity
    product.verified_capacity, product.capacity_verified_on = found, visited_on
    product.capacity_verified_by, product.capacity_note = official, note
    # What exporters and the catalogue count changes with it.
    product.updated_at = clock.now()
    product.save(
        update_fields=[
            "verified_capacity",
            "capacity_verified_on",
            "capacity_verified_by",
            "capacity_note",
            "updated_at",
        ]
    )
    enqueue_all(visited_notices(product, warn_of_product(product, before)))
    return product


def _require_newest(product: Product, visited_on: date) -> None:
    """Raise InvalidInput `bad_day` where a later visit is recorded: the newest figure counts."""
    latest = product.capacity_verified_on
    if latest is not None and visited_on < latest:
        text = _("Kunjungan yang lebih baru sudah tercatat: %(day)s.")
        raise InvalidInput("bad_day", text, field="visited_on", params={"day": date_short(latest)})


def _check(found: int, visited_on: date, note: str) -> None:
    least, most = BOUNDS["weekly_capacity"]
    if not least <= found <= most:
        raise InvalidInput("out_of_range", _("Isi jumlah yang dapat dibuat."), field="found")
    today = clock.today()
    if not today - timedelta(days=VISIT_GOOD_DAYS) <= visited_on <= today:
        text = _("Pilih hari kunjungan, paling lama setahun yang lalu.")
        raise InvalidInput("bad_day", text, field="visited_on")
    if len(note) > MAX_NOTE or "\x00" in note:
        text = _("Paling banyak %(most)s huruf.") % {"most": MAX_NOTE}
        raise InvalidInput("too_long", text, field="note")
    refuse_nik(note, "note")
