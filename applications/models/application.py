"""Applications; only `applications.services.transitions` changes their state."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Left, Replace, Reverse, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.lifecycle import OPEN_STATES, QUEUE_STATES, state_pairs
from enterprises.models import Enterprise
from programs.enums import Opinion, State, Turn
from programs.models.scheme import Edition, Scheme
from programs.models.stage import Stage
from reference.models import Regency

# The four-eyes rule is enforced in the database too, so that no path, not even raw SQL, lets an
# owner or helper decide on their own file. A membership that has ended still counts.
_OUTSIDER_SQL = """
IF EXISTS (
    SELECT 1 FROM enterprises_member m
    WHERE m.enterprise_id = NEW.enterprise_id
      AND m.user_id IN (NEW.decided_by_id, NEW.recommended_by_id)
) THEN
    RAISE EXCEPTION 'a member of the enterprise may not recommend or decide'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_judged_by_outsider';
END IF;
RETURN NEW;
"""

# A decision is taken in the deciding stage and, where the edition has a recommending stage, on a
# file that was recommended. Silence approves in any stage, where the edition says so, and on its
# own.
_IN_TURN_SQL = """
IF NEW.state IN ('approved', 'rejected') AND OLD.state IS DISTINCT FROM NEW.state THEN
    IF NEW.decided_by_id IS NULL THEN
        IF NEW.state = 'approved' AND EXISTS (
            SELECT 1 FROM programs_edition e WHERE e.id = NEW.edition_id AND e.deemed_approval
        ) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'somebody decides, unless silence approves under this edition'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_by_somebody';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM programs_stage s WHERE s.id = OLD.stage_id AND s.exit = 'decide'
    ) THEN
        RAISE EXCEPTION 'a decision belongs to the deciding stage'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_in_turn';
    END IF;
    IF NEW.recommended_by_id IS NULL AND EXISTS (
        SELECT 1 FROM programs_stage s
        WHERE s.edition_id = NEW.edition_id AND s.exit = 'recommend'
    ) THEN
        RAISE EXCEPTION 'this file was never recommended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_in_turn';
    END IF;
END IF;
RETURN NEW;
"""


# An edition is in use from its first submission on; `programs` freezes it on this mark alone.
_EDITION_USED_SQL = """
UPDATE programs_edition SET first_used_at = NEW.submitted_at
WHERE id = NEW.edition_id AND first_used_at IS NULL;
RETURN NULL;
"""


# No column constraint: applications recommended before directions existed have none.
_OPINION_SQL = """
IF NEW.recommended_by_id IS NOT NULL AND NEW.opinion = ''
    AND OLD.recommended_by_id IS DISTINCT FROM NEW.recommended_by_id THEN
    RAISE EXCEPTION 'a recommendation has a direction'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_recommended_with_opinion';
END IF;
RETURN NEW;
"""


# A deferred trigger's body: the claim and the open holding (`applications.models.holding`) name
# the same person. `application` is the column that holds the application's key.
CLAIM_AGREES_SQL = """
IF EXISTS (
    SELECT 1 FROM applications_application a
    LEFT JOIN applications_holding h ON h.application_id = a.id AND h.until IS NULL
    WHERE a.id = {application} AND a.claimed_by_id IS DISTINCT FROM h.holder_id
) THEN
    RAISE EXCEPTION 'the claim of application % and its open holding differ', {application}
        USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';
END IF;
RETURN NULL;
"""


# Of KURM-26-0000123-6 "3210000062MRUK": without its check digit, and from its end, so that an index
# on beginnings finds the last digits, by which people name a file.
NUMBER_FROM_ITS_END = Reverse(Replace(Left("number", Value(-2)), Value("-")))


class Application(models.Model):
    """One application of one enterprise for one scheme; amounts in rupiah.

    `edition` follows the calendar while the application is a draft and is fixed from submission on.
    `due_on` is computed from the history by `applications.services.clock`, never incremented.
    `reported_turn` is whose turn it became when the owner reported a step outside the portal; empty
    where none was reported since the file arrived where it is.
    """

    number = models.CharField(_("nomor"), max_length=24, unique=True)
    scheme = models.ForeignKey(Scheme, verbose_name=_("skema"), on_delete=models.PROTECT)
    edition = models.ForeignKey(
        Edition, verbose_name=_("versi ketentuan"), on_delete=models.PROTECT
    )
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("usaha"),
        on_delete=models.PROTECT,
        related_name="applications",
    )
    regency = models.ForeignKey(Regency, verbose_name=_("kabupaten/kota"), on_delete=models.PROTECT)
    # Set at submission, by the rule of the edition: the province's office alone examines the file.
    at_province = models.BooleanField(
        _("diperiksa dinas provinsi"), default=False, db_default=False
    )
    uniqueness_value = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict)
    # What was answered in words or chosen, as last submitted: a column of its own, since an index
    # on `answers` would make every saved draft rewrite all indexes of its row.
    answer_words = models.TextField(blank=True, editable=False)
    requested_amount = models.BigIntegerField(_("jumlah diminta"), null=True, blank=True)
    state = models.CharField(
        _("keadaan"), max_length=20, choices=[(s, s) for s in State], default=State.DRAFT
    )
    stage = models.ForeignKey(
        Stage, verbose_name=_("tahap"), on_delete=models.PROTECT, null=True, blank=True
    )
    due_on = models.DateField(_("batas waktu"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dipegang oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reported_turn = models.CharField(
        _("giliran sesudah kabar"), max_length=10, choices=[(t, t) for t in Turn], blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("direkomendasikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opinion = models.CharField(
        _("arah rekomendasi"), max_length=12, choices=[(o, o) for o in Opinion], blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("ditutup karena tidak dijawab pada"), null=True, blank=True)
    verdict = models.JSONField(_("penilaian saat dikirim"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))
    updated_at = models.DateTimeField(_("diubah pada"))

    class Meta:
        verbose_name = _("pengajuan")
        verbose_name_plural = pgettext_lazy("jamak", "pengajuan")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(s) for s in State]), name="application_state_known"
            ),
            models.UniqueConstraint(
                fields=("scheme", "enterprise", "uniqueness_value"),
                condition=Q(state__in=[str(s) for s in OPEN_STATES]),
                name="application_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("recommended_by")) | Q(decided_by__isnull=True),
                name="application_four_eyes",
            ),
            # Applications recommended before recommendations had a direction have none.
            models.CheckConstraint(
                condition=Q(opinion="")
                | Q(opinion__in=[str(o) for o in Opinion], recommended_by__isnull=False),
                name="application_opinion_recommended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "rejected", "completed"))
                ^ Q(decided_at__isnull=True),
                name="application_decided_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(reported_turn="")
                | Q(
                    reported_turn__in=("office", "partner", "applicant"),
                    state__in=("in_review", "revision_requested", "approved"),
                ),
                name="application_reported_turn_fits",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True) | Q(state="withdrawn"),
                name="application_lapsed_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state="in_review", stage__isnull=False)
                | Q(state="revision_requested", stage__isnull=False)
                | ~Q(state__in=("in_review", "revision_requested")),
                name="application_review_has_stage",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="application_submitted_has_time",
            ),
        ]
        indexes = [
            # Covers every column that determines whose turn it is, so that a province's queue is
            # counted by an index-only scan.
            models.Index(
                fields=("due_on", "id"),
                include=(
                    "state",
                    "stage",
                    "edition",
                    "regency",
                    "at_province",
                    "claimed_by",
                    "recommended_by",
                    "enterprise",
                    "reported_turn",
                ),
                condition=Q(state__in=[str(s) for s in QUEUE_STATES]),
                name="application_queue",
            ),
            models.Index(
                fields=("regency", "due_on", "id"),
                condition=Q(state__in=[str(s) for s in QUEUE_STATES]),
                name="application_queue_regency",
            ),
            # The queue by age; the table as a whole begins with a million decided rows.
            models.Index(
                fields=("id",),
                include=(
                    "stage",
                    "edition",
                    "regency",
                    "at_province",
                    "claimed_by",
                    "recommended_by",
                ),
                condition=Q(state__in=[str(s) for s in QUEUE_STATES]),
                name="application_queue_age",
            ),
            models.Index(
                OpClass(NUMBER_FROM_ITS_END, name="text_pattern_ops"),
                name="application_number_end",
            ),
            # An application that was never submitted has no words.
            GinIndex(
                OpClass(Upper("answer_words"), name="gin_trgm_ops"),
                condition=~Q(answer_words=""),
                name="application_words_trgm",
            ),
            models.Index(fields=("state", "-id"), name="application_by_state"),
            models.Index(fields=("regency", "-id"), name="application_by_regency"),
            models.Index(fields=("enterprise", "-id"), name="application_by_enterprise"),
            models.Index(
                fields=("submitted_at",),
                condition=Q(submitted_at__isnull=False),
                name="application_by_submission",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="application_life_cycle",
                field="state",
                transitions=[(a, b) for a, b in state_pairs() if a != b],
            ),
            pgtrigger.Trigger(
                name="application_judged_by_outsider",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "decided_by_id", "recommended_by_id", "enterprise_id"
                ),
                func=_OUTSIDER_SQL,
            ),
            pgtrigger.Trigger(
                name="application_decided_in_turn",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                func=_IN_TURN_SQL,
            ),
            pgtrigger.Trigger(
                name="application_recommended_with_opinion",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("recommended_by_id"),  # type: ignore[no-untyped-call]
                func=_OPINION_SQL,
            ),
            pgtrigger.Trigger(
                name="application_marks_edition_used",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "submitted_at", "edition_id"
                ),
                condition=pgtrigger.Q(new__submitted_at__isnull=False),
                func=_EDITION_USED_SQL,
            ),
            # Deferred: the claim and the holding are written one after the other.
            pgtrigger.Trigger(
                name="application_claim_agrees_with_holding",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("claimed_by_id"),  # type: ignore[no-untyped-call]
                func=CLAIM_AGREES_SQL.format(
                    application="NEW.id", constraint="application_claim_agrees_with_holding"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def office_regency(self) -> str | None:
        """The regency whose office examines the file, None where it is the province's alone."""
        return None if self.at_province else self.regency_id


class ApplicationEvent(models.Model):
    """One performed transition; together they are the history that every due date comes from."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("pada"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_role = models.CharField(_("sebagai"), max_length=20)
    transition = models.CharField(_("tindakan"), max_length=20)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("alasan"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("riwayat")
        verbose_name_plural = pgettext_lazy("jamak", "riwayat")
        ordering = ("application_id", "id")
        indexes = [
            models.Index(fields=("application", "id"), name="application_history"),
            # What the inspectorate looks through, by period.
            models.Index(
                fields=("-at", "-id"),
                condition=Q(transition__in=["approve", "complete", "reject", "request_revision"]),
                name="event_overseen",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="application_event_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transition} {self.at:%Y-%m-%d}"
