"""Agencies, and the officials posted to them."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import POSTED_ROLES, AgencyKind, Role, role_label
from common.dates import clock
from common.law.validity import DAYS_IN_FORCE, LAST_DAY_BEFORE_FIRST, ValidityPeriod
from reference.enums import AgencyField
from reference.models import Regency

WRITTEN_PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{4,18}$",
    _("Tulis nomor dengan angka, misalnya 031 123 4567 atau 0812 3456 7890."),
)
POSTED_ALREADY = _(
    "Petugas ini sudah memegang peran itu di dinas itu. Isi “sampai” pada penugasan yang lama "
    "lebih dahulu."
)
_ROLE_OF_OFFICE = _(
    "Peran %(role)s hanya untuk petugas dinas pemerintah, sedangkan %(agency)s adalah mitra "
    "penyalur. Pilih dinas lain, atau peran mitra penyalur."
)
_ROLE_OF_PARTNER = _(
    "Peran %(role)s hanya untuk orang bank atau mitra penyalur lain, sedangkan %(agency)s adalah "
    "dinas pemerintah. Pilih mitranya, atau peran lain."
)
_ROLE_OF_INSPECTORATE = _(
    "Peran auditor hanya untuk orang inspektorat, sedangkan %(agency)s bukan inspektorat. Pilih "
    "inspektoratnya, atau peran lain."
)
_NO_ROLE_AT_INSPECTORATE = _(
    "Orang inspektorat hanya dapat menjadi auditor, sedangkan %(agency)s adalah inspektorat. Pilih "
    "dinas lain, atau peran auditor."
)
AUDITOR_WORKS_HERE = _(
    "Seorang auditor tidak boleh memegang peran lain pada masa yang sama: ia memeriksa pekerjaan "
    "orang lain. Akhiri dahulu penugasan yang satu."
)
_AUDIT_ENDS = _("Tugas auditor berakhir pada hari tertentu. Isi “sampai”.")
_STILL_POSTED = _(
    "Masih ada petugas dengan peran %(roles)s di sini, dan peran itu tidak cocok dengan jenis ini. "
    "Akhiri dahulu penugasannya, paling lambat kemarin."
)

_TODAY_SQL = "(now() AT TIME ZONE 'Asia/Jakarta')::date"
_REFUSE_SQL = """
    RAISE EXCEPTION 'a role does not fit the kind of its agency'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_role_fits_agency';
"""
# The kind of agency that a role is held at, as `POSTED_ROLES` says; in brackets, because the IF of
# PL/pgSQL ends at the first THEN outside of them.
_KIND_SQL = (
    f"(CASE {{role}} WHEN '{Role.PARTNER}' THEN '{AgencyKind.PARTNER}'"
    f" WHEN '{Role.AUDITOR}' THEN '{AgencyKind.INSPECTORATE}' ELSE '{AgencyKind.OFFICE}' END)"
)
# A posting that has ended gives no rights, so it may keep the role that it had. The lock waits for
# a change of the agency's kind that runs at the same time.
_POSTING_SQL = f"""
SELECT a.kind INTO kind_of_agency FROM accounts_agency a WHERE a.id = NEW.agency_id FOR SHARE;
IF (NEW.valid_to IS NULL OR NEW.valid_to >= {_TODAY_SQL})
        AND kind_of_agency <> {_KIND_SQL.format(role="NEW.role")} THEN
{_REFUSE_SQL}
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this module
_AGENCY_SQL = f"""
IF NEW.kind IS DISTINCT FROM OLD.kind AND EXISTS (
    SELECT 1 FROM accounts_posting p
    WHERE p.agency_id = NEW.id
        AND (p.valid_to IS NULL OR p.valid_to >= {_TODAY_SQL})
        AND NEW.kind <> {_KIND_SQL.format(role="p.role")}
) THEN
{_REFUSE_SQL}
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this module


class Agency(models.Model):
    """A provincial (no regency) or regency office, or a partner; field and region limit its view.

    Its kind determines which roles its people may have (`accounts.enums.POSTED_ROLES`). The
    inspectorate has no field: it examines all of them.
    """

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    kind = models.CharField(
        _("jenis lembaga"), max_length=12, choices=AgencyKind, default=AgencyKind.OFFICE
    )
    field = models.CharField(
        _("urusan"),
        max_length=30,
        choices=AgencyField,
        blank=True,
        help_text=_("Kosong hanya bagi inspektorat, yang memeriksa semua urusan."),
    )
    regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Kosong berarti seluruh provinsi."),
    )
    # Contacts for the public; empty ones are shown as not yet filled in
    # (accounts.admin.office_contact).
    counter_address = models.CharField(_("alamat loket"), max_length=200, blank=True)
    opening_hours = models.CharField(
        _("jam layanan"),
        max_length=120,
        blank=True,
        help_text=_("Misalnya: Senin sampai Jumat, 08.00 sampai 15.00 WIB."),
    )
    contact_phone = models.CharField(
        _("telepon"), max_length=20, blank=True, validators=[WRITTEN_PHONE]
    )
    contact_whatsapp = models.CharField(
        _("WhatsApp"), max_length=20, blank=True, validators=[WRITTEN_PHONE]
    )

    class Meta:
        verbose_name = _("dinas")
        verbose_name_plural = pgettext_lazy("jamak", "dinas")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in AgencyKind]),
                name="agency_kind_known",
                violation_error_message=_("Pilih jenis yang tersedia."),
            ),
            models.CheckConstraint(
                condition=Q(kind=str(AgencyKind.INSPECTORATE), field="")
                | (~Q(kind=str(AgencyKind.INSPECTORATE)) & ~Q(field="")),
                name="agency_field_unless_inspectorate",
                violation_error_message=_(
                    "Isi urusan dinas ini; hanya inspektorat yang tidak mempunyai urusan."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kind_fits_postings",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_AGENCY_SQL,
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a kind that does not fit the roles of its people today or later."""
        if self.pk is None or self.kind not in AgencyKind.values:
            return
        posted = not_ended().filter(agency=self.pk).exclude(role__in=POSTED_ROLES[self._kind])
        roles = sorted({role_label(role) for role in posted.values_list("role", flat=True)})
        if roles:
            message = _STILL_POSTED % {"roles": ", ".join(roles)}
            raise ValidationError({"kind": ValidationError(message, code="roles_do_not_fit")})

    def fits(self, role: str) -> bool:
        """Tell whether its people may have this role."""
        return role in POSTED_ROLES[self._kind]

    @property
    def _kind(self) -> AgencyKind:
        return AgencyKind(self.kind)


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
        choices=[(role.value, role.label) for roles in POSTED_ROLES.values() for role in roles],
    )
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = pgettext_lazy("jamak", "penugasan")
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
            models.CheckConstraint(
                condition=~Q(role=str(Role.AUDITOR)) | Q(valid_to__isnull=False),
                name="posting_of_auditor_ends",
                violation_error_message=_AUDIT_ENDS,
            ),
            # Nobody audits an office where they work on the same day.
            ExclusionConstraint(
                name="posting_auditor_is_independent",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Case(When(role=str(Role.AUDITOR), then=Value(1)), default=Value(0)),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (
                        DAYS_IN_FORCE,
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=AUDITOR_WORKS_HERE,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="role_fits_agency",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("kind_of_agency", "text")],
                func=_POSTING_SQL,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.agency}"

    def clean(self) -> None:
        """Refuse a role that does not fit the agency, unless the posting has ended."""
        agency = self.agency if self.agency_id else None
        has_ended = self.valid_to is not None and self.valid_to < clock.today()
        if agency is None or not self.role or has_ended or agency.fits(self.role):
            return
        text = self._misfit(agency)
        params: dict[str, Any] = {"role": role_label(self.role), "agency": agency.name}
        raise ValidationError({"role": ValidationError(text % params, code="role_does_not_fit")})

    def _misfit(self, agency: Agency) -> Any:
        if agency.kind == AgencyKind.INSPECTORATE:
            return _NO_ROLE_AT_INSPECTORATE
        if self.role == Role.AUDITOR:
            return _ROLE_OF_INSPECTORATE
        return _ROLE_OF_PARTNER if self.role == Role.PARTNER else _ROLE_OF_OFFICE


def not_ended() -> QuerySet[Posting]:
    """Return the postings of today and later."""
    return Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()))
