"""Enterprises: one profile for all programmes."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from common.identity.encrypted import EncryptedText
from enterprises.enums import LegalForm
from reference.enums import KbliVersion, Sector
from reference.models import Regency


class Enterprise(models.Model):
    """One enterprise; amounts are whole rupiah, sales are of the last year.

    NIK and NPWP are encrypted bound to `uid`, and found through keyed blind indexes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nama usaha"), max_length=200, validators=[MinLengthValidator(1)])
    legal_form = models.CharField(_("bentuk usaha"), max_length=20, choices=LegalForm)
    nib = models.CharField("NIB", max_length=13)
    nik_cipher = models.BinaryField(editable=False)
    nik_index = models.BinaryField(max_length=16, editable=False)
    npwp_cipher = models.BinaryField(null=True, editable=False)
    npwp_index = models.BinaryField(max_length=16, null=True, editable=False)
    regency = models.ForeignKey(Regency, verbose_name=_("kabupaten/kota"), on_delete=models.PROTECT)
    address = models.CharField(_("alamat"), max_length=500)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)
    kbli = models.CharField("KBLI", max_length=5)
    kbli_version = models.CharField(_("edisi KBLI"), max_length=4, choices=KbliVersion)
    founded_on = models.DateField(_("mulai usaha"))
    owner_capital = models.BigIntegerField(_("modal sendiri"))
    loan_capital = models.BigIntegerField(_("modal pinjaman"), default=0)
    annual_sales = models.BigIntegerField(_("hasil penjualan tahunan"))
    workers = models.PositiveIntegerField(_("tenaga kerja"))
    phone = models.CharField(_("nomor ponsel"), max_length=16, blank=True)
    created_at = models.DateTimeField(_("terdaftar pada"))
    updated_at = models.DateTimeField(_("diubah pada"))

    nik = EncryptedText(cipher="nik_cipher", index="nik_index", row="uid", purpose="nik")
    npwp = EncryptedText(cipher="npwp_cipher", index="npwp_index", row="uid", purpose="npwp")

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = _("usaha")
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
                condition=Q(owner_capital__gte=0, loan_capital__gte=0, annual_sales__gte=0),
                name="enterprise_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("created_at")), name="enterprise_times_in_order"
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
    def capital(self) -> int:
        """Business capital in rupiah: own plus loan, without land and buildings (PP 7/2021)."""
        return self.owner_capital + self.loan_capital
