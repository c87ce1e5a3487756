"""Positions that sign letters, and who holds them when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from common.law.history import track_history
from common.law.validity import DAYS_IN_FORCE, LAST_DAY_BEFORE_FIRST, ValidityPeriod
from letters.enums import APPOINTMENT_ABBREVIATIONS, Appointment, PositionKind

_NIP = RegexValidator(r"^[0-9]{18}$", _("NIP terdiri dari 18 angka."))
HELD_ALREADY = _(
    "Jabatan ini sudah ada pemegangnya pada sebagian hari itu. Akhiri dahulu masa yang satu."
)
KIND_TAKEN = _("Dinas ini sudah mempunyai jabatan itu.")
NOT_FOR_ITSELF = _("Jabatan tidak menandatangani atas nama dirinya.")
ACTING_ENDS = _("Plt., Plh. dan Pj. berakhir pada hari tertentu.")
NOT_ONESELF = _("Anda tidak dapat mencatat diri sendiri sebagai pemegang. Minta rekan lain.")


@track_history()
class Position(models.Model):
    """A position (jabatan) of an office that signs letters.

    `on_behalf_of` is the superior for whom it signs (a.n.), who stays responsible.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("dinas"), on_delete=models.PROTECT, related_name="positions"
    )
    kind = models.SlugField(_("jenis jabatan"), max_length=40, choices=PositionKind)
    title = models.CharField(
        _("nama jabatan"),
        max_length=160,
        help_text=_("Seperti pada surat, misalnya: Kepala Dinas Koperasi dan UKM Kota Surabaya."),
    )
    on_behalf_of = models.ForeignKey(
        "self",
        verbose_name=_("atas nama (a.n.)"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("jabatan penanda tangan")
        verbose_name_plural = pgettext_lazy("jamak", "jabatan penanda tangan")
        ordering = ("agency_id", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=("agency", "kind"),
                name="position_once_per_agency",
                violation_error_message=KIND_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in PositionKind]),
                name="position_kind_known",
                violation_error_message=_("Pilih jenis yang tersedia."),
            ),
            models.CheckConstraint(
                condition=~Q(on_behalf_of=F("pk")) | Q(on_behalf_of__isnull=True),
                name="position_not_for_itself",
                violation_error_message=NOT_FOR_ITSELF,
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track_history()
class PositionHolder(ValidityPeriod):
    """Who holds a position between two days, both included, and by which order.

    `name`, `nip` and `rank` are printed on letters as written here, and `bare_name`, without
    degrees, on decrees and certificates (Permendagri 1/2023, article 44). `recorded_by` wrote the
    row last, and is never its holder.
    """

    position = models.ForeignKey(
        Position, verbose_name=_("jabatan"), on_delete=models.PROTECT, related_name="holders"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas"),
        on_delete=models.PROTECT,
        related_name="held_positions",
    )
    appointment = models.CharField(
        _("pengangkatan"), max_length=12, choices=Appointment, default=Appointment.DEFINITIVE
    )
    order_number = models.CharField(_("nomor surat keputusan atau perintah"), max_length=80)
    name = models.CharField(_("nama dengan gelar"), max_length=160)
    bare_name = models.CharField(
        _("nama tanpa gelar"), max_length=160, blank=True, default="", db_default=""
    )
    nip = models.CharField(_("NIP"), max_length=18, blank=True, validators=[_NIP])
    rank = models.CharField(_("pangkat dan golongan"), max_length=60, blank=True)
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("pemegang jabatan")
        verbose_name_plural = pgettext_lazy("jamak", "pemegang jabatan")
        ordering = ("position_id", "-valid_from")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="position_holder_dates_in_order",
                violation_error_message=LAST_DAY_BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(appointment=str(Appointment.DEFINITIVE)) | Q(valid_to__isnull=False),
                name="position_holder_acting_ends",
                violation_error_message=ACTING_ENDS,
            ),
            models.CheckConstraint(
                condition=Q(appointment__in=[str(each) for each in Appointment]),
                name="position_holder_appointment_known",
                violation_error_message=_("Pilih jenis yang tersedia."),
            ),
            # Nobody can give themselves the right to sign.
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True) | ~Q(recorded_by=F("user")),
                name="position_holder_four_eyes",
                violation_error_message=NOT_ONESELF,
            ),
            ExclusionConstraint(
                name="position_holder_one_at_a_time",
                expressions=[
                    ("position", RangeOperators.EQUAL),
                    (DAYS_IN_FORCE, RangeOperators.OVERLAPS),
                ],
                violation_error_message=HELD_ALREADY,
            ),
        ]

    def __str__(self) -> str:
        return f"{APPOINTMENT_ABBREVIATIONS[Appointment(self.appointment)]}{self.name}"
