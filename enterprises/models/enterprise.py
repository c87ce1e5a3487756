"""Enterprises: one profile for all programmes."""

import uuid
from collections.abc import Callable

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.encrypted import EncryptedText
from common.text.formats import mask_tail
from enterprises.enums import LegalForm
from enterprises.models.stated import are_statements
from reference.enums import KbliVersion, Sector
from reference.models import Regency


class Enterprise(models.Model):
    """One enterprise; amounts are whole rupiah, sales are of the last year.

    It has a NIB, or a letter of the village (SKU), or its person is a future entrepreneur
    (`candidate`). Without a NIB it is a sole proprietor's and identified by the NIK; a NIB is added
    to the same row later, beside the SKU. Only for a candidate may start, sales and workers be
    unknown.

    NIK and NPWP are encrypted bound to `uid`, and found through keyed blind indexes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nama usaha"), max_length=200, validators=[MinLengthValidator(1)])
    legal_form = models.CharField(_("bentuk usaha"), max_length=20, choices=LegalForm)
    # NULL where there is none: unlike '' it is not a value that two rows would share.
    nib = models.CharField("NIB", max_length=13, null=True, blank=True)  # noqa: DJ001
    sku_number = models.CharField(
        _("nomor surat keterangan usaha"), max_length=60, blank=True, default="", db_default=""
    )
    candidate = models.BooleanField(_("calon pelaku usaha"), default=False, db_default=False)
    nik_cipher = models.BinaryField(editable=False)
    nik_index = models.BinaryField(max_length=16, editable=False)
    npwp_cipher = models.BinaryField(null=True, editable=False)
    npwp_index = models.BinaryField(max_length=16, null=True, editable=False)
    regency = models.ForeignKey(Regency, verbose_name=_("kabupaten/kota"), on_delete=models.PROTECT)
    address = models.CharField(_("alamat"), max_length=500)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)
    kbli = models.CharField("KBLI", max_length=5)
    kbli_version = models.CharField(_("edisi KBLI"), max_length=4, choices=KbliVersion)
    founded_on = models.DateField(_("mulai usaha"), null=True, blank=True)
    owner_capital = models.BigIntegerField(_("modal sendiri"))
    loan_capital = models.BigIntegerField(_("modal pinjaman"), default=0)
    annual_sales = models.BigIntegerField(_("hasil penjualan tahunan"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("tenaga kerja"), null=True, blank=True)
    phone = models.CharField(_("nomor ponsel"), max_length=16, blank=True)
    # By particular: who stated it, as what, and when (`enterprises.policies.statements`).
    stated = models.JSONField(
        _("dinyatakan oleh"), default=dict, db_default={}, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("terdaftar pada"))
    updated_at = models.DateTimeField(_("diubah pada"))

    nik = EncryptedText(cipher="nik_cipher", index="nik_index", row="uid", purpose="nik")
    npwp = EncryptedText(cipher="npwp_cipher", index="npwp_index", row="uid", purpose="npwp")

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = pgettext_lazy("jamak", "usaha")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("nib",), name="enterprise_nib_unique"),
            models.UniqueConstraint(
                fields=("nik_index",),
                condition=Q(legal_form=LegalForm.SOLE),
                name="enterprise_nik_unique_sole",
            ),
            models.CheckConstraint(
                condition=Q(nib__regex=r"^[0-9]{13}$"), name="enterprise_nib_13_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_name"),
            models.CheckConstraint(
                condition=Q(owner_capital__gte=0, loan_capital__gte=0)
                & (Q(annual_sales__gte=0) | Q(annual_sales__isnull=True)),
                name="enterprise_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(candidate=True, nib__isnull=True, sku_number="")
                | Q(candidate=False) & (Q(nib__isnull=False) | ~Q(sku_number="")),
                name="enterprise_has_nib_sku_or_candidate",
            ),
            # Such an enterprise is identified by its NIK, which is unique among sole proprietors.
            models.CheckConstraint(
                condition=Q(nib__isnull=False) | Q(legal_form=LegalForm.SOLE),
                name="enterprise_without_nib_is_sole",
            ),
            models.CheckConstraint(
                condition=Q(candidate=True)
                | Q(founded_on__isnull=False, annual_sales__isnull=False, workers__isnull=False),
                name="enterprise_running_has_figures",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("created_at")), name="enterprise_times_in_order"
            ),
            models.CheckConstraint(
                condition=are_statements("stated"),
                name="enterprise_stated_by_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=("nik_index",), name="enterprise_nik_index"),
            models.Index(fields=("regency", "-id"), name="enterprise_regency"),
            models.Index(fields=("sector", "-id"), name="enterprise_sector"),
            models.Index(fields=("legal_form", "-id"), name="enterprise_legal_form"),
            models.Index(fields=("-created_at", "-id"), name="enterprise_newest"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="enterprise_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def registered_as(self) -> str:
        """What identifies it in the register, as people read it: NIB, SKU or candidate."""
        return self._registered_as(lambda number: number)

    @property
    def registered_as_masked(self) -> str:
        """The same without the number, for a person whose claim by NIK alone is not accepted."""
        return self._registered_as(mask_tail)

    def _registered_as(self, shown: Callable[[str], str]) -> str:
        if self.nib:
            return f"NIB {shown(self.nib)}"
        if self.sku_number:
            return str(_("SKU %(number)s (belum ada NIB)") % {"number": shown(self.sku_number)})
        return str(_("Calon pelaku usaha (belum ada NIB)"))

    @property
    def capital(self) -> int:
        """Business capital in rupiah: own plus loan, without land and buildings (PP 7/2021)."""
        return self.owner_capital + self.loan_capital
