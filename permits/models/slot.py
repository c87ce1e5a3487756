"""The places of a quota that files took."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from permits.models.slot_quota import SlotQuota

_COUNT_SQL = """
IF TG_OP = 'INSERT' THEN
    UPDATE permits_slotquota SET used = used + 1 WHERE id = NEW.quota_id;
ELSIF OLD.freed_at IS NULL AND NEW.freed_at IS NOT NULL THEN
    UPDATE permits_slotquota SET used = used - 1 WHERE id = NEW.quota_id;
END IF;
RETURN NULL;
"""
_ONCE_SQL = """
IF (TG_OP = 'INSERT' AND NEW.freed_at IS NOT NULL)
    OR (TG_OP = 'UPDATE' AND (OLD.freed_at IS NOT NULL
        OR to_jsonb(OLD) - 'freed_at' IS DISTINCT FROM to_jsonb(NEW) - 'freed_at')) THEN
    RAISE EXCEPTION 'a place is taken and freed once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_once';
END IF;
RETURN NEW;
"""


class Slot(models.Model):
    """One place that a file took, until `freed_at`, if ever: then another file may have one.

    Taking and freeing count the quota in the database, which refuses more than there are.
    """

    quota = models.ForeignKey(SlotQuota, on_delete=models.PROTECT, related_name="slots")
    application = models.ForeignKey(
        Application, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diberikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    taken_at = models.DateTimeField(_("diberikan pada"))
    freed_at = models.DateTimeField(_("dilepas pada"), null=True)

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = pgettext_lazy("jamak", "tempat")
        ordering = ("quota_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(freed_at__isnull=True),
                name="slot_of_application_once",
            ),
            models.CheckConstraint(
                condition=Q(freed_at__isnull=True) | Q(freed_at__gte=F("taken_at")),
                name="slot_times_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="slot_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="slot_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ONCE_SQL,
            ),
            pgtrigger.Trigger(
                name="slot_counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COUNT_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota_id} · {self.application_id}"
