"""Agencies, and the officials posted to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from common.validity import LAST_DAY_BEFORE_FIRST, ValidityPeriod
from reference.enums import AgencyField
from reference.models import Regency

POSTED_ALREADY = _(
    "Petugas ini sudah memegang peran itu di dinas itu. Isi “sampai” pada penugasan yang lama "
    "lebih dahulu."
)


class Agency(models.Model):
    """A provincial (no regency) or regency office; its field and region limit what it sees."""

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    field = models.CharField(_("urusan"), max_length=30, choices=AgencyField)
    regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Kosong berarti seluruh provinsi."),
    )

    class Meta:
        verbose_name = _("dinas")
        verbose_name_plural = _("dinas")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Posting(ValidityPeriod):
    """A role that a person holds at an agency between two days, both included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas"),
        on_delete=models.PROTECT,
        related_name="postings",
    )
    agency = models.ForeignKey(Agency, verbose_name=_("dinas"), on_delete=models.PROTECT)
    role = models.CharField(
        _("peran"),
        max_length=20,
        choices=[
            (role.value, role.label)
            for role in (
                Role.VERIFIER,
                Role.ANALYST,
                Role.DECIDER,
                Role.CURATOR,
                Role.HELPER,
                Role.STAFF,
                Role.ADMIN,
                Role.PARTNER,
            )
        ],
    )
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        ordering = ("user_id", "role")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "agency", "role"),
                condition=Q(valid_to__isnull=True),
                name="posting_open_unique",
                violation_error_message=POSTED_ALREADY,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="posting_dates_in_order",
                violation_error_message=LAST_DAY_BEFORE_FIRST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.agency}"
