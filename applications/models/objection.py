"""Objections to a refusal."""

from datetime import date
from enum import StrEnum

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application, ApplicationEvent
from applications.models.attachment import Attachment
from common.dates.clock import local_date


class ObjectionStatus(StrEnum):
    """Where an objection is: with the reviewer, with the signer, or answered."""

    FILED = "filed"
    REVIEWED = "reviewed"
    UPHELD = "upheld"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


OPEN_OBJECTIONS = (ObjectionStatus.FILED, ObjectionStatus.REVIEWED)
REOPENING = (ObjectionStatus.UPHELD, ObjectionStatus.UNANSWERED)

# Enforced here too, so that no path, not even raw SQL, lets a person who worked on the file or acts
# for the enterprise review an objection or record one on paper, or one person both review and sign.
# Each is checked when it is written (OLD is null on an insert): whoever recorded or reviewed it may
# act for the enterprise later, and that must not keep the others from answering.
_OUTSIDER_SQL = """
IF NEW.reviewed_by_id IS NOT NULL
    AND (NEW.reviewed_by_id, NEW.application_id)
        IS DISTINCT FROM (OLD.reviewed_by_id, OLD.application_id)
    AND (
        EXISTS (
            SELECT 1 FROM applications_applicationevent e
            WHERE e.application_id = NEW.application_id AND e.actor_id = NEW.reviewed_by_id
        ) OR EXISTS (
            SELECT 1 FROM applications_application a
            WHERE a.id = NEW.application_id
              AND NEW.reviewed_by_id IN (a.recommended_by_id, a.decided_by_id, a.created_by_id)
        )
    )
THEN
    RAISE EXCEPTION 'whoever did a step of the file may not review the objection'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_reviewed_by_outsider';
END IF;
IF NEW.received_on IS NOT NULL
    AND (NEW.received_on, NEW.filed_by_id, NEW.application_id)
        IS DISTINCT FROM (OLD.received_on, OLD.filed_by_id, OLD.application_id)
    AND (
        EXISTS (
            SELECT 1 FROM applications_applicationevent e
            WHERE e.application_id = NEW.application_id AND e.actor_id = NEW.filed_by_id
        ) OR EXISTS (
            SELECT 1 FROM applications_application a
            WHERE a.id = NEW.application_id
              AND NEW.filed_by_id IN (a.recommended_by_id, a.decided_by_id, a.created_by_id)
        ) OR EXISTS (
            SELECT 1 FROM applications_application a
            JOIN enterprises_member m ON m.enterprise_id = a.enterprise_id
            WHERE a.id = NEW.application_id AND m.user_id = NEW.filed_by_id
        )
    )
THEN
    RAISE EXCEPTION 'an objection on paper is recorded by an official who did no step of the file'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_recorded_by_outsider';
END IF;
IF EXISTS (
    SELECT 1 FROM enterprises_member m
    JOIN applications_application a ON a.enterprise_id = m.enterprise_id
    WHERE a.id = NEW.application_id AND (
        m.user_id = NEW.reviewed_by_id AND (NEW.reviewed_by_id, NEW.application_id)
            IS DISTINCT FROM (OLD.reviewed_by_id, OLD.application_id)
        OR m.user_id = NEW.answered_by_id AND (NEW.answered_by_id, NEW.application_id)
            IS DISTINCT FROM (OLD.answered_by_id, OLD.application_id)
    )
) THEN
    RAISE EXCEPTION 'a member of the enterprise may not review or answer the objection'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_reviewed_by_outsider';
END IF;
RETURN NEW;
"""
# After an answer only the reopening that it led to is written.
_ANSWERED_SQL = """
IF OLD.status IN ('upheld', 'refused', 'unanswered')
    AND to_jsonb(OLD) - 'reopened_at' IS DISTINCT FROM to_jsonb(NEW) - 'reopened_at' THEN
    RAISE EXCEPTION 'an answered objection stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_answered_stays';
END IF;
RETURN NEW;
"""


class Objection(models.Model):
    """An owner's objection to one refusal (UU 30/2014, art. 77).

    `received_on` is the day on which the office received one on paper; then `filed_by` is the
    official who recorded it, and the attachment is the paper.
    `proposes_upholding` is the reviewer's proposal to the official who answers. `answered_by` is
    empty where the office did not answer in time. `due_on` is the last day for the answer.
    `reopened_at` stays empty while another application of the same kind is open.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections"
    )
    rejection = models.OneToOneField(
        ApplicationEvent, on_delete=models.PROTECT, related_name="objection"
    )
    status = models.CharField(
        _("keadaan"),
        max_length=12,
        choices=[(s, s) for s in ObjectionStatus],
        default=ObjectionStatus.FILED,
    )
    grounds = models.TextField(_("alasan keberatan"))
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField(_("diajukan pada"))
    received_on = models.DateField(_("diterima di loket pada"), null=True, blank=True)
    due_on = models.DateField(_("dijawab paling lambat"))
    review = models.TextField(_("telaah"), blank=True)
    proposes_upholding = models.BooleanField(_("usul: diterima"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditelaah oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("ditelaah pada"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("dibuka kembali pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = pgettext_lazy("jamak", "keberatan")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(status__in=[str(s) for s in OPEN_OBJECTIONS]),
                name="objection_one_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[str(s) for s in ObjectionStatus]),
                name="objection_status_known",
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="objection_has_grounds"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(attachment__isnull=False)
                & (Q(answered_by__isnull=True) | ~Q(answered_by=F("filed_by"))),
                name="objection_on_paper_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, review="")
                | Q(
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                    proposes_upholding__isnull=False,
                )
                & ~Q(review=""),
                name="objection_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="filed", reviewed_by__isnull=True, answered_at__isnull=True)
                | Q(status="reviewed", reviewed_by__isnull=False, answered_at__isnull=True)
                | Q(
                    status__in=("upheld", "refused"),
                    reviewed_by__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                | Q(status="unanswered", answered_by__isnull=True, answered_at__isnull=False),
                name="objection_answered_by_its_status",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("reviewed_by")),
                name="objection_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(status__in=[str(s) for s in REOPENING]),
                name="objection_reopens_when_upheld",
            ),
        ]
        indexes = [
            models.Index(
                fields=("due_on", "id"),
                condition=Q(status__in=[str(s) for s in OPEN_OBJECTIONS]),
                name="objection_waiting",
            ),
            models.Index(
                fields=("id",),
                condition=Q(status__in=[str(s) for s in REOPENING], reopened_at__isnull=True),
                name="objection_to_reopen",
            ),
            models.Index(fields=("-answered_at", "-id"), name="objection_answered"),
        ]
        triggers = [
            pgtrigger.Protect(name="objection_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="objection_reviewed_by_outsider",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "reviewed_by_id",
                    "answered_by_id",
                    "application_id",
                    "filed_by_id",
                    "received_on",
                ),
                func=_OUTSIDER_SQL,
            ),
            pgtrigger.Trigger(
                name="objection_answered_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ANSWERED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.status}"

    @property
    def filed_on(self) -> date:
        """The day from which the time to answer runs; for one on paper that of its receipt."""
        return self.received_on or local_date(self.filed_at)
