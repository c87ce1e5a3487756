"""When the notice of a refusal reached the applicant: the time to object starts there."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application, ApplicationEvent


class DeliveryWay(models.TextChoices):
    """How the notice of a decision reached the applicant."""

    MESSAGE = "message", _("pesan portal, email, atau ponsel")
    COUNTER = "counter", _("diserahkan di loket")
    POST = "post", _("dikirim lewat pos")


# Enforced here too: whoever refused does not start the time to object to it, and nobody records
# that a notice arrived before there was a decision, or on a day in the future.
_RECORDED_SQL = """
IF NEW.recorded_by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM applications_applicationevent e
    WHERE e.id = NEW.event_id AND e.actor_id = NEW.recorded_by_id
) THEN
    RAISE EXCEPTION 'whoever refused may not record the delivery of the refusal'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_notice_four_eyes';
END IF;
IF NEW.recorded_by_id IS NOT NULL AND NOT NEW.delivered_on BETWEEN
    (NEW.decided_at AT TIME ZONE 'Asia/Jakarta')::date
    AND (NEW.recorded_at AT TIME ZONE 'Asia/Jakarta')::date
THEN
    RAISE EXCEPTION 'a notice is delivered between the decision and its record'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_notice_day';
END IF;
RETURN NEW;
"""


class DecisionNotice(models.Model):
    """The notice of one refusal; its time to object starts the day after `recorded_at`.

    Empty until a channel reports that it was sent, or an official records that it was handed over.
    """

    event = models.OneToOneField(
        ApplicationEvent, on_delete=models.PROTECT, related_name="decision_notice"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decision_notices"
    )
    decided_at = models.DateTimeField(_("diputuskan pada"))
    delivered_on = models.DateField(_("tersampaikan pada"), null=True, blank=True)
    way = models.CharField(_("cara"), max_length=10, choices=DeliveryWay.choices, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("pemberitahuan keputusan")
        verbose_name_plural = pgettext_lazy("jamak", "pemberitahuan keputusan")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, way="", recorded_by__isnull=True)
                | Q(delivered_on__isnull=False, way="message", recorded_by__isnull=True)
                | Q(
                    delivered_on__isnull=False,
                    way__in=("counter", "post"),
                    recorded_by__isnull=False,
                    recorded_at__isnull=False,
                ),
                name="decision_notice_says_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=("decided_at", "id"),
                condition=Q(delivered_on__isnull=True),
                name="decision_notice_open",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decision_notice_recorded",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_RECORDED_SQL,
            ),
            pgtrigger.Protect(name="decision_notice_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decision_notice_delivered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__delivered_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.delivered_on}"
