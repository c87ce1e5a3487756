"""What an enterprise makes, and how much of it in a week."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock
from common.text.translated import Translated
from enterprises.enums import Incoterm
from enterprises.models.credential import Credential
from enterprises.models.enterprise import Enterprise
from enterprises.policies.capacity import VISIT_GOOD_DAYS, is_aged, trusted_capacity
from reference.enums import KbliVersion, Sector

_MEASURES = ("length_mm", "width_mm", "height_mm", "net_grams", "gross_grams")
_SEARCHED = ("name_id", "name_en", "material_id", "material_en")
_PACKING = ("units_per_carton", "carton_cm3")
_SAME_ENTERPRISE = """
IF NOT EXISTS (
    SELECT 1 FROM enterprises_product p, enterprises_credential c
    WHERE p.id = NEW.product_id AND c.id = NEW.credential_id AND p.enterprise_id = c.enterprise_id
) THEN
    RAISE EXCEPTION 'a product has certificates of its own enterprise only'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def _positive(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1})


class Product(models.Model):
    """A product of an enterprise: sizes in mm, weights in grams, money in whole rupiah a piece.

    `weekly_capacity` is how many pieces a normal week makes if it makes only this; a visit may
    have found another figure (`verified_capacity`). Archived, never deleted once promised.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="products")
    name_id = models.CharField(_("nama produk"), max_length=120)
    name_en = models.CharField(_("nama produk (Inggris)"), max_length=120, blank=True)
    description_id = models.TextField(_("keterangan"), max_length=2000, blank=True)
    description_en = models.TextField(_("keterangan (Inggris)"), max_length=2000, blank=True)
    sku = models.CharField(_("kode barang"), max_length=40, blank=True)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)
    hs_code = models.CharField(_("kode HS"), max_length=8)
    kbli = models.CharField("KBLI", max_length=5)
    kbli_version = models.CharField(_("edisi KBLI"), max_length=4, choices=KbliVersion)
    material_id = models.CharField(_("bahan"), max_length=200)
    material_en = models.CharField(_("bahan (Inggris)"), max_length=200, blank=True)
    length_mm = models.PositiveIntegerField(_("panjang (mm)"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("lebar (mm)"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("tinggi (mm)"), null=True, blank=True)
    net_grams = models.PositiveIntegerField(_("berat bersih (gram)"), null=True, blank=True)
    gross_grams = models.PositiveIntegerField(_("berat kotor (gram)"), null=True, blank=True)
    packing_id = models.CharField(_("kemasan"), max_length=200, blank=True)
    packing_en = models.CharField(_("kemasan (Inggris)"), max_length=200, blank=True)
    units_per_carton = models.PositiveIntegerField(_("isi satu karton"), null=True, blank=True)
    carton_cm3 = models.PositiveIntegerField(_("isi karton (cm³)"), null=True, blank=True)
    price = models.BigIntegerField(_("harga satuan (rupiah)"))
    incoterm = models.CharField(_("syarat penyerahan"), max_length=3, choices=Incoterm)
    moq = models.PositiveIntegerField(_("pesanan paling sedikit"))
    sample_days = models.PositiveSmallIntegerField(_("waktu membuat contoh (hari)"))
    production_days = models.PositiveSmallIntegerField(_("waktu produksi (hari)"))
    weekly_capacity = models.PositiveIntegerField(_("kapasitas seminggu"))
    certificates = models.ManyToManyField(
        Credential, through="ProductCertificate", related_name="products", blank=True
    )
    shown_in_catalogue = models.BooleanField(_("tampil di katalog"), default=False)
    shown_at = models.DateTimeField(_("tampil sejak"), null=True, blank=True)
    verified_capacity = models.PositiveIntegerField(
        _("kapasitas menurut kunjungan"), null=True, blank=True
    )
    capacity_verified_on = models.DateField(_("dikunjungi pada"), null=True, blank=True)
    capacity_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dikunjungi oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    capacity_note = models.CharField(_("catatan kunjungan"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))
    updated_at = models.DateTimeField(_("diubah pada"))
    archived_at = models.DateTimeField(_("diarsipkan pada"), null=True, blank=True)

    name = Translated()
    description = Translated()
    material = Translated()
    packing = Translated()

    class Meta:
        verbose_name = _("produk")
        verbose_name_plural = pgettext_lazy("jamak", "produk")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~Q(name_id=""), name="product_has_name"),
            models.CheckConstraint(
                condition=Q(sector__in=[str(each) for each in Sector]), name="product_sector_known"
            ),
            models.CheckConstraint(
                condition=Q(hs_code__regex=r"^[0-9]{6}([0-9]{2})?$") & ~Q(hs_code__startswith="00"),
                name="product_hs_6_or_8_digits",
            ),
            models.CheckConstraint(
                condition=Q(kbli__regex=r"^[0-9]{5}$")
                & Q(kbli_version__in=[str(each) for each in KbliVersion]),
                name="product_kbli_five_digits",
            ),
            models.CheckConstraint(
                condition=Q(incoterm__in=[str(each) for each in Incoterm], price__gte=1),
                name="product_price_and_incoterm",
            ),
            models.CheckConstraint(
                condition=Q(moq__gte=1, weekly_capacity__gte=1, production_days__gte=1),
                name="product_quantities_positive",
            ),
            *(
                models.CheckConstraint(condition=_positive(name), name=f"product_{name}_positive")
                for name in (*_MEASURES, *_PACKING)
            ),
            models.CheckConstraint(
                condition=Q(net_grams__isnull=True)
                | Q(gross_grams__isnull=True)
                | Q(gross_grams__gte=F("net_grams")),
                name="product_gross_includes_net",
            ),
            models.CheckConstraint(
                condition=Q(shown_in_catalogue=True, shown_at__isnull=False, archived_at=None)
                & ~Q(name_en="")
                & ~Q(material_en="")
                | Q(shown_in_catalogue=False, shown_at__isnull=True),
                name="product_shown_since",
            ),
            models.CheckConstraint(
                condition=Q(
                    verified_capacity__isnull=False,
                    capacity_verified_on__isnull=False,
                    capacity_verified_by__isnull=False,
                )
                | Q(
                    verified_capacity__isnull=True,
                    capacity_verified_on__isnull=True,
                    capacity_verified_by__isnull=True,
                    capacity_note="",
                ),
                name="product_visit_whole_or_none",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "name_id"),
                condition=Q(archived_at__isnull=True),
                name="product_name_once",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "sku"),
                condition=~Q(sku="") & Q(archived_at__isnull=True),
                name="product_sku_once",
            ),
        ]
        indexes = [
            models.Index(fields=("enterprise", "-id"), name="product_of_enterprise"),
            models.Index(
                fields=("sector", "-id"),
                condition=Q(shown_in_catalogue=True),
                name="product_in_catalogue",
            ),
            # Looked for by its beginning, whatever the collation of the database.
            models.Index(
                OpClass(F("hs_code"), name="varchar_pattern_ops"),
                F("id").desc(),
                condition=Q(shown_in_catalogue=True),
                name="product_by_hs_start",
            ),
            *(
                GinIndex(
                    OpClass(Upper(name), name="gin_trgm_ops"),
                    condition=Q(shown_in_catalogue=True),
                    name=f"product_{name}_trgm",
                )
                for name in _SEARCHED
            ),
        ]
        triggers = [pgtrigger.Protect(name="product_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @property
    def trusted_capacity(self) -> int:
        """Pieces a week that may be relied on today (`policies.capacity.trusted_capacity`)."""
        return trusted_capacity(
            self.weekly_capacity,
            found=self.verified_capacity,
            visited_on=self.capacity_verified_on,
            today=clock.today(),
        )

    @property
    def visited_on(self) -> date | None:
        """The day of the visit that found the capacity; None without one, or when it has aged."""
        day = self.capacity_verified_on
        return None if day is None or is_aged(day, clock.today(), VISIT_GOOD_DAYS) else day


class ProductCertificate(models.Model):
    """A certificate of the enterprise that a product is sold with."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("sertifikat produk")
        verbose_name_plural = pgettext_lazy("jamak", "sertifikat produk")
        constraints = [
            models.UniqueConstraint(
                fields=("product", "credential"), name="product_certificate_once"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="product_certificate_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SAME_ENTERPRISE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.credential}"
