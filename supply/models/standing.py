"""Exporters of record: the standing that an office grants to an enterprise and ends."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock
from enterprises.enums import LegalForm
from enterprises.models import Enterprise

# The enterprise's own numbers are referred to, never copied; without them it cannot export.
_HAS_NUMBERS = f"""
IF NOT EXISTS (
    SELECT 1 FROM enterprises_enterprise e
    WHERE e.id = NEW.enterprise_id AND e.nib IS NOT NULL AND e.npwp_cipher IS NOT NULL
        AND (e.legal_form <> '{LegalForm.COOPERATIVE}' OR NEW.last_rat_on IS NOT NULL)
) THEN
    RAISE EXCEPTION 'an exporter has NIB and NPWP, a cooperative its annual meeting'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_has_numbers';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this module
# What was proposed never changes; a grant, a proposed end and an end are added once.
_ADDED_ONCE = """
IF to_jsonb(OLD) - ARRAY['granted_by_id', 'granted_at', 'end_proposed_by_id', 'end_proposed_at',
        'end_reason', 'ended_by_id', 'ended_at']
    IS DISTINCT FROM
    to_jsonb(NEW) - ARRAY['granted_by_id', 'granted_at', 'end_proposed_by_id', 'end_proposed_at',
        'end_reason', 'ended_by_id', 'ended_at']
   OR OLD.ended_at IS NOT NULL
   OR OLD.granted_at IS NOT NULL
      AND (OLD.granted_by_id, OLD.granted_at) IS DISTINCT FROM (NEW.granted_by_id, NEW.granted_at)
THEN
    RAISE EXCEPTION 'a standing is granted and ended, not changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_is_kept';
END IF;
RETURN NEW;
"""


def _together(*names: str) -> Q:
    return Q(**{f"{name}__isnull": True for name in names}) | Q(
        **{f"{name}__isnull": False for name in names}
    )


class ExporterStanding(models.Model):
    """That an enterprise may be exporter of record, from its grant until `expires_on`.

    One official proposes, another grants; likewise its end. NIB and NPWP are the enterprise's own
    and are not copied. A proposal that is turned down ends without having been granted.
    """

    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="standings"
    )
    customs_number = models.CharField(_("nomor akses kepabeanan"), max_length=40)
    customs_on = models.DateField(_("tanggal akses kepabeanan"))
    last_rat_on = models.DateField(_("RAT terakhir"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=500)
    expires_on = models.DateField(_("berlaku sampai"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diusulkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditetapkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    granted_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)
    end_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pengakhiran diusulkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    end_proposed_at = models.DateTimeField(_("pengakhiran diusulkan pada"), null=True, blank=True)
    end_reason = models.CharField(_("alasan pengakhiran"), max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diakhiri oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("diakhiri pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("eksportir")
        verbose_name_plural = pgettext_lazy("jamak", "eksportir")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise",),
                condition=Q(granted_at__isnull=False, ended_at__isnull=True),
                name="standing_live_once",
            ),
            models.UniqueConstraint(
                fields=("enterprise",),
                condition=Q(granted_at__isnull=True, ended_at__isnull=True),
                name="standing_proposed_once",
            ),
            models.CheckConstraint(
                condition=_together("granted_by", "granted_at")
                & (Q(granted_by__isnull=True) | ~Q(granted_by=F("proposed_by"))),
                name="standing_granted_by_another",
                violation_error_message=_("Yang menetapkan bukan orang yang mengusulkan."),
            ),
            models.CheckConstraint(
                condition=_together("end_proposed_by", "end_proposed_at")
                & _together("ended_by", "ended_at")
                & (Q(end_proposed_at__isnull=True) | ~Q(end_reason="")),
                name="standing_end_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(end_proposed_at__isnull=False)
                & (Q(granted_at__isnull=True) | ~Q(ended_by=F("end_proposed_by"))),
                name="standing_ended_by_another",
                violation_error_message=_("Yang mengakhiri bukan orang yang mengusulkannya."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(customs_number=""), name="standing_says_why"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("customs_on"))
                & (Q(granted_at__isnull=True) | Q(granted_at__gte=F("proposed_at"))),
                name="standing_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=("expires_on", "id"),
                condition=Q(granted_at__isnull=False, ended_at__isnull=True),
                name="standing_ends",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="standing_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="standing_has_numbers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_HAS_NUMBERS,
            ),
            pgtrigger.Trigger(
                name="standing_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ADDED_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise)

    @property
    def word(self) -> str | Promise:
        """What it is worth today, in words."""
        if self.granted_at is None:
            return _("usulan ditolak") if self.ended_at else _("menunggu penetapan")
        if self.ended_at is not None:
            return _("diakhiri")
        return _("berlaku") if clock.today() <= self.expires_on else _("habis masa berlakunya")
