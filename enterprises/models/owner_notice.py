"""What an owner is notified of: the acts of their helper."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import HelperAct, ToldWay
from enterprises.models.enterprise import Enterprise


class OwnerNotice(models.Model):
    """One act of a helper, and how the owner was notified; without a `way` not yet.

    `about` is the number of the file, `link` its page; both empty for the enterprise itself.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    act = models.CharField(_("tindakan"), max_length=20, choices=HelperAct)
    about = models.CharField(_("nomor berkas"), max_length=60, blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(_("pada"))
    way = models.CharField(_("cara"), max_length=10, choices=ToldWay, blank=True)
    told_on = models.DateField(_("diberitahukan pada"), null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diserahkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("pemberitahuan kepada pemilik")
        verbose_name_plural = pgettext_lazy("jamak", "pemberitahuan kepada pemilik")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(way="", told_on__isnull=True, told_by__isnull=True)
                | Q(
                    way__in=(ToldWay.ACCOUNT, ToldWay.NUMBER),
                    told_on__isnull=False,
                    told_by__isnull=True,
                )
                | Q(way=ToldWay.COUNTER, told_on__isnull=False, told_by__isnull=False),
                name="owner_notice_says_how",
            ),
            models.CheckConstraint(
                condition=Q(told_by__isnull=True) | ~Q(told_by=models.F("helper")),
                name="owner_notice_not_by_helper",
            ),
        ]
        indexes = [
            models.Index(fields=("enterprise", "-id"), name="owner_notice_of_enterprise"),
            models.Index(
                fields=("link", "-id"), condition=~Q(link=""), name="owner_notice_of_file"
            ),
            models.Index(fields=("id",), condition=Q(way=""), name="owner_notice_waiting"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="owner_notice_told_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__way=""),
            ),
            pgtrigger.Protect(name="owner_notice_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.enterprise}"
