"""The security log: who did what, when, from where; never changed, dropped by whole months."""

from datetime import datetime
from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import SecurityAction
from common.retention import retention
from common.text.formats import date_short

# How many whole months the log keeps besides the present one; the database refuses less.
KEPT_MONTHS: Final = retention("security-log").months
_STILL_KEPT = (
    "OLD.at >= (date_trunc('month', now() AT TIME ZONE 'Asia/Jakarta')"
    f" - interval '{KEPT_MONTHS} months') AT TIME ZONE 'Asia/Jakarta'"
)


class SecurityEvent(models.Model):
    """One thing that happened; the row is written with it and never changed.

    `person` did it, None for a visitor or a command on the server; `subject` is the person whom it
    concerns. `thing` and `holder` are keys of rows of higher apps, such as `attachment:12` of
    `enterprise:3`, which this app cannot read; `words` says in plain text what the row shows.
    `address` is the network address. A row with `once` is written only once, however often the
    event happens. It never holds a NIK, a phone number, a password, or what was typed as one.
    """

    at = models.DateTimeField(_("pada"))
    action = models.CharField(_("kejadian"), max_length=24, choices=SecurityAction)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("mengenai"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    role = models.CharField(_("sebagai"), max_length=200, blank=True)
    thing = models.CharField(max_length=60, blank=True)
    holder = models.CharField(max_length=60, blank=True)
    words = models.CharField(_("uraian"), max_length=300, blank=True)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    address = models.GenericIPAddressField(_("alamat jaringan"), null=True)
    request_id = models.CharField(_("nomor permintaan"), max_length=36, blank=True)
    once = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - NULL: any number

    class Meta:
        verbose_name = _("catatan keamanan")
        verbose_name_plural = pgettext_lazy("jamak", "catatan keamanan")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("at",), name="security_by_time"),
            models.Index(fields=("action", "-id"), name="security_by_action"),
            models.Index(fields=("person", "-id"), name="security_by_person"),
            models.Index(
                fields=("holder", "-id"), condition=~Q(holder=""), name="security_by_holder"
            ),
            models.Index(
                fields=("person", "thing", "-id"),
                condition=~Q(thing=""),
                name="security_by_thing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=[str(each) for each in SecurityAction]),
                name="security_action_known",
            ),
            models.CheckConstraint(
                condition=~Q(action=str(SecurityAction.DOCUMENT_REASON)) | ~Q(reason=""),
                name="security_audit_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="security_never_changed", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="security_kept_for_months",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(_STILL_KEPT),
            ),
        ]

    def __str__(self) -> str:
        at: datetime = self.at
        return f"{self.get_action_display()} {date_short(at)}"
