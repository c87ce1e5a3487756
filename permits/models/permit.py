"""Documents of enterprises that this portal's offices issued, or recorded for other issuers."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from applications.models import Application
from enterprises.enums import CredentialStatus
from enterprises.models import DocumentVersion, Enterprise
from letters.models import Letter
from permits.enums import LookUp
from permits.policies.status_table import IN_FORCE, MOVES
from reference.models import Regency

# What the document says never changes; what it is worth, and who looked it up, is added to it once.
_PARTICULARS_SQL = """
IF to_jsonb(OLD) - ARRAY['status', 'status_at', 'superseded_by_id', 'looked_up',
        'looked_up_on', 'looked_up_by_id', 'looked_up_at']
    IS DISTINCT FROM
    to_jsonb(NEW) - ARRAY['status', 'status_at', 'superseded_by_id', 'looked_up',
        'looked_up_on', 'looked_up_by_id', 'looked_up_at'] THEN
    RAISE EXCEPTION 'the particulars of a permit never change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_particulars_stay';
END IF;
IF OLD.looked_up <> '' AND (OLD.looked_up, OLD.looked_up_on, OLD.looked_up_by_id, OLD.looked_up_at)
    IS DISTINCT FROM
    (NEW.looked_up, NEW.looked_up_on, NEW.looked_up_by_id, NEW.looked_up_at) THEN
    RAISE EXCEPTION 'a permit is looked up once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_looked_up_once';
END IF;
IF OLD.superseded_by_id IS NOT NULL AND NEW.superseded_by_id IS DISTINCT FROM OLD.superseded_by_id
THEN
    RAISE EXCEPTION 'what took the place of a permit stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_superseded_once';
END IF;
RETURN NEW;
"""

_FORCE = [*IN_FORCE]


class Permit(models.Model):
    """One document of an enterprise, from its issue or record to its end.

    `issued_here` are letters of an office; all others an office recorded, with `evidence`, from
    what another agency issued. Until an official has looked one up (`looked_up`: how, on which day,
    by whom), it is only the owner's statement. `kind` is the code of the scheme, `agency` the
    office that issued or recorded it, `regency` and `at_province` its region as of the file. `code`
    is the code of verification: the letter's, or one of its own.
    """

    application = models.ForeignKey(
        Application,
        verbose_name=_("pengajuan"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("dinas"), on_delete=models.PROTECT, related_name="+"
    )
    regency = models.ForeignKey(
        Regency, verbose_name=_("kabupaten/kota"), on_delete=models.PROTECT, related_name="+"
    )
    at_province = models.BooleanField(default=False)
    kind = models.SlugField(_("jenis"), max_length=40)
    number = models.CharField(_("nomor"), max_length=80)
    holder = models.CharField(_("pemegang"), max_length=200)
    issuer = models.CharField(_("penerbit"), max_length=160)
    issued_on = models.DateField(_("terbit pada"))
    valid_until = models.DateField(_("berlaku sampai"), null=True)
    status = models.CharField(
        _("keadaan"),
        max_length=20,
        choices=CredentialStatus,
        default=CredentialStatus.VALID,
    )
    status_at = models.DateTimeField(_("keadaan sejak"))
    issued_here = models.BooleanField(_("diterbitkan dinas"))
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(_("kode verifikasi"), max_length=16, unique=True)
    looked_up = models.CharField(
        _("cara diperiksa"), max_length=10, choices=LookUp, blank=True, default=""
    )
    looked_up_on = models.DateField(_("diperiksa tanggal"), null=True)
    looked_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diperiksa oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    looked_up_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )
    created_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("izin atau sertifikat")
        verbose_name_plural = pgettext_lazy("jamak", "izin dan sertifikat")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[str(each) for each in CredentialStatus]),
                name="permit_status_known",
            ),
            models.CheckConstraint(
                condition=Q(issued_here=True, letter__isnull=False, looked_up="")
                | Q(issued_here=False, letter__isnull=True, evidence__isnull=False),
                name="permit_issued_or_recorded",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="permit_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    looked_up="",
                    looked_up_on__isnull=True,
                    looked_up_by__isnull=True,
                    looked_up_at__isnull=True,
                )
                | Q(
                    looked_up__in=[str(each) for each in LookUp],
                    looked_up_on__isnull=False,
                    looked_up_by__isnull=False,
                    looked_up_at__isnull=False,
                ),
                name="permit_looked_up_whole",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(status=CredentialStatus.SUPERSEDED),
                name="permit_superseded_by_fits",
            ),
            # The same number of one issuer is one document, however it is typed.
            models.UniqueConstraint(
                "kind",
                Upper("issuer"),
                Upper("number"),
                condition=Q(status__in=_FORCE),
                name="permit_number_once",
            ),
            # At most one recorded document of an application is in force; a correction supersedes
            # it.
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(status__in=_FORCE, letter__isnull=True, application__isnull=False),
                name="permit_recorded_once",
            ),
        ]
        indexes = [
            models.Index(fields=("enterprise", "-id"), name="permit_of_enterprise"),
            models.Index(fields=("regency", "-id"), name="permit_by_regency"),
            models.Index(
                fields=("valid_until", "id"),
                condition=Q(status__in=_FORCE, valid_until__isnull=False),
                name="permit_ends",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="permit_kept", operation=pgtrigger.Delete),
            pgtrigger.FSM(name="permit_life", field="status", transitions=list(MOVES)),
            pgtrigger.Trigger(
                name="permit_particulars_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_PARTICULARS_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.number}"
