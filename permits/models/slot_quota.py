"""How many places an office gives in a year, such as of facilitated halal certificates."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reference.models import Regency

# What is used is counted by the places themselves (`permits.models.slot`), never written by hand.
_COUNTED_SQL = """
IF pg_trigger_depth() = 1 AND NEW.used <> (CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.used END) THEN
    RAISE EXCEPTION 'the used places of a quota are counted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_quota_counted';
END IF;
RETURN NEW;
"""


class SlotQuota(models.Model):
    """The places of one scheme (`kind`), year and office; the province's has no `regency`.

    `used` is the number of places taken and not freed; the database limits it to `places`.
    """

    kind = models.SlugField(_("jenis"), max_length=40)
    year = models.PositiveSmallIntegerField(_("tahun"))
    regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    places = models.PositiveIntegerField(_("jumlah tempat"))
    used = models.PositiveIntegerField(_("terpakai"), default=0)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditetapkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    set_at = models.DateTimeField(_("ditetapkan pada"))

    class Meta:
        verbose_name = _("kuota tempat")
        verbose_name_plural = pgettext_lazy("jamak", "kuota tempat")
        ordering = ("-year", "kind", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "year", "regency"), name="slot_quota_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("places")), name="slot_quota_not_exceeded"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="slot_quota_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="slot_quota_counted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COUNTED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.year}"
