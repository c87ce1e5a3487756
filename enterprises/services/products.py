"""Products of an enterprise: added, changed, shown in the catalogue, archived."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound
from enterprises.enums import HelperAct
from enterprises.models import CapacityPromise, Credential, Enterprise, Product, ProductCertificate
from enterprises.permissions import require_edit
from enterprises.policies.capacity import monday_of
from enterprises.selectors.products import certificate_keys
from enterprises.services.capacity_warnings import warn_of_product
from enterprises.services.owner_notices import tell_owner
from enterprises.services.product_data import COLUMNS, FIELDS, ProductData, checked, values_of

# A catalogue of one workshop; more are a mistake or abuse.
MOST_PRODUCTS: Final = 200
_PLACED: Final = ("shown_in_catalogue", "shown_at")


def product_row(product: Product) -> str:
    """Return the name of the row that pages of a product show."""
    return f"product:{product.pk}"


@transaction.atomic
def add_product(actor: User, enterprise: Enterprise, data: ProductData) -> Product:
    """Add a product, not yet in the catalogue.

    Locks the enterprise. Raises NotPermitted, InvalidInput, Conflict `product_exists` for a name or
    an item code that another product of it has, `too_many_products`.
    """
    require_edit(actor, enterprise)
    values = checked(asdict(data))
    Enterprise.objects.select_for_update(no_key=True).only("pk").get(pk=enterprise.pk)
    if Product.objects.filter(enterprise=enterprise, archived_at__isnull=True).count() >= (
        MOST_PRODUCTS
    ):
        raise Conflict(
            "too_many_products",
            _("Satu usaha paling banyak %(most)s produk. Arsipkan yang tidak dijual lagi."),
            params={"most": MOST_PRODUCTS},
        )
    _refuse_twin(enterprise, values)
    now = clock.now()
    product = Product.objects.create(
        enterprise=enterprise, created_at=now, updated_at=now, **values
    )
    _set_certificates(product, data.certificates)
    _tell(actor, product)
    return product


@transaction.atomic
def change_product(
    actor: User,
    product: Product,
    data: ProductData,
    *,
    names: Collection[str] = FIELDS,
    shown: FormSnapshot | None = None,
    in_catalogue: bool | None = None,
) -> Product:
    """Save the fields `names` of a product, and show it in the catalogue or not, if that is given.

    With `shown` a field that only others changed since keeps their value. Promises made before stay
    as they are; a weekly capacity below them warns (`warn_of_product`). Locks the row. Raises
    NotPermitted, InvalidInput, Conflict (`product_exists`, `product_archived`), ChangedMeanwhile;
    then nothing is written.
    """
    current = _locked(actor, product)
    before, counted_on = values_of(current, certificate_keys(current)), current.trusted_capacity
    submitted = {name: value for name, value in asdict(data).items() if name in names}
    if shown is not None:
        merged = merge(shown, current=before, submitted=submitted)
        if merged.conflicts:
            raise ChangedMeanwhile(merged)
        submitted = dict(merged.written)
    whole: dict[str, Any] = {**before, **submitted}
    values = checked(whole)
    _refuse_twin(current.enterprise, values, but=current)
    for name, value in values.items():
        setattr(current, name, value)
    if current.shown_in_catalogue and in_catalogue is not False:
        _require_english(current)
    if in_catalogue is not None:
        # Saved with the rest: the database wants English texts of what is shown.
        _place(current, in_catalogue=in_catalogue)
    current.updated_at = clock.now()
    current.save(update_fields=[*COLUMNS, *_PLACED, "updated_at"])
    _set_certificates(current, whole["certificates"])
    warn_of_product(current, counted_on)
    remember_changes(
        product_row(current),
        before=before,
        after=submitted,
        by=actor.pk,
        page=shown.page if shown else "",
    )
    _tell(actor, current)
    return current


@transaction.atomic
def set_in_catalogue(actor: User, product: Product, *, shown: bool) -> Product:
    """Show a product in the public catalogue, or take it out; repeating changes nothing.

    Locks the row. Raises NotPermitted, Conflict `product_archived`, InvalidInput `english_missing`
    for one without an English name: buyers read the catalogue in English.
    """
    current = _locked(actor, product)
    if _place(current, in_catalogue=shown):
        current.save(update_fields=_PLACED)
        _tell(actor, current)
    return current


@transaction.atomic
def archive_product(actor: User, product: Product) -> Product:
    """Archive a product: it leaves the catalogue and can no longer be promised.

    Locks the row, as whoever promises it does. Raises NotPermitted, Conflict `product_archived`, or
    `product_promised` while something of it is promised in this week or a later one.
    """
    current = _locked(actor, product)
    coming = CapacityPromise.objects.filter(
        product=current, released_at__isnull=True, week__gte=monday_of(clock.today())
    )
    if coming.exists():
        raise Conflict(
            "product_promised",
            _("Produk ini masih dijanjikan untuk pesanan bersama, jadi belum dapat diarsipkan."),
        )
    current.archived_at = clock.now()
    current.shown_in_catalogue, current.shown_at = False, None
    current.save(update_fields=["archived_at", *_PLACED])
    _tell(actor, current)
    return current


def _place(current: Product, *, in_catalogue: bool) -> bool:
    """Show the product in the catalogue or not, unsaved; return whether that is new."""
    if in_catalogue:
        _require_english(current)
    if current.shown_in_catalogue == in_catalogue:
        return False
    current.shown_in_catalogue = in_catalogue
    current.shown_at = clock.now() if in_catalogue else None
    return True


def _require_english(current: Product) -> None:
    if not (current.name_en and current.material_en):
        raise InvalidInput(
            "english_missing",
            _("Isi dahulu nama dan bahan dalam bahasa Inggris: pembeli membacanya di katalog."),
            field="name_en",
        )


def _locked(actor: User, product: Product) -> Product:
    rows = Product.objects.select_for_update(of=("self",)).select_related("enterprise")
    current = rows.filter(pk=product.pk).first()
    if current is None:
        raise NotFound("not_found", _("Produk tidak ditemukan."))
    require_edit(actor, current.enterprise)
    if current.archived_at is not None:
        raise Conflict("product_archived", _("Produk ini sudah diarsipkan."))
    return current


def _refuse_twin(
    enterprise: Enterprise, values: dict[str, Any], but: Product | None = None
) -> None:
    others = Product.objects.filter(enterprise=enterprise, archived_at__isnull=True)
    if but is not None:
        others = others.exclude(pk=but.pk)
    for name in ("name_id", "sku"):
        if values[name] and others.filter(**{name: values[name]}).exists():
            text = _("Anda sudah mempunyai produk lain dengan isian ini.")
            raise Conflict("product_exists", text, field=name)


def _set_certificates(product: Product, wanted: Collection[int]) -> None:
    """Set which certificates the product has; raises InvalidInput for another enterprise's."""
    own = Credential.objects.filter(enterprise=product.enterprise_id, pk__in=wanted)
    found = set(own.values_list("pk", flat=True))
    if found != set(wanted):
        text = _("Pilih dari dokumen usaha Anda.")
        raise InvalidInput("unknown_certificate", text, field="certificates")
    rows = ProductCertificate.objects.filter(product=product)
    rows.exclude(credential__in=found).delete()
    ProductCertificate.objects.bulk_create(
        [ProductCertificate(product=product, credential_id=key) for key in sorted(found)],
        ignore_conflicts=True,
    )


def _tell(actor: User, product: Product) -> None:
    tell_owner(actor, product.enterprise, HelperAct.PRODUCT_CHANGED)
