"""An owner's own consent that a helper acts for them (UU 27/2022 art 20-24)."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ConsentText, OneTimeCode
from common.identity.encrypted import EncryptedText
from enterprises.enums import ConsentState, ConsentWay
from enterprises.models.document import DocumentVersion
from enterprises.models.enterprise import Enterprise

_OF_STATE = pgtrigger.UpdateOf("state")  # type: ignore[no-untyped-call]
_UNANSWERED = Q(answered_at__isnull=True, ended_at__isnull=True)
_ANSWERED = Q(answered_at__isnull=False, ended_at__isnull=True)

# Whatever ends a consent first ends the membership that is based on it.
_ENDS_HELP = """
IF EXISTS (SELECT 1 FROM enterprises_member m WHERE m.mandate_id = NEW.id AND m.until IS NULL) THEN
    RAISE EXCEPTION 'a helper still acts by this consent' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class HelperConsent(models.Model):
    """Who allowed which helper to act for which enterprise, by which text, and the proof.

    The names are kept as they were read out. The number, of an owner without an account, is
    encrypted, bound to `uid`; a notice of what the helper does goes to it. The database refuses a
    change of what was agreed to, a consent that its helper answers, and the return of an ended one.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    way = models.CharField(_("cara"), max_length=10, choices=ConsentWay)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=ConsentState, default=ConsentState.WAITING
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("bahasa"), max_length=5)
    enterprise_name = models.CharField(_("nama usaha"), max_length=200)
    owner_name = models.CharField(_("nama pemilik"), max_length=120)
    helper_name = models.CharField(_("nama pendamping"), max_length=254)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(max_length=16, null=True, editable=False)
    code = models.ForeignKey(OneTimeCode, on_delete=models.SET_NULL, null=True, related_name="+")
    evidence = models.ForeignKey(
        DocumentVersion,
        verbose_name=_("formulir"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("diminta pada"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    ended_at = models.DateTimeField(_("berakhir pada"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(_("alasan berakhir"), max_length=500, blank=True)

    phone = EncryptedText(cipher="phone_cipher", index="phone_index", row="uid", purpose="phone")

    class Meta:
        verbose_name = _("persetujuan pendampingan")
        verbose_name_plural = pgettext_lazy("jamak", "persetujuan pendampingan")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(way=ConsentWay.ACCOUNT, owner__isnull=False)
                | Q(way=ConsentWay.CODE, phone_index__isnull=False)
                | Q(way=ConsentWay.FORM, evidence__isnull=False),
                name="helper_consent_is_proved",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsentState.WAITING) & _UNANSWERED
                | Q(state__in=(ConsentState.GIVEN, ConsentState.REFUSED)) & _ANSWERED
                | Q(state=ConsentState.ENDED, answered_at__isnull=False, ended_at__isnull=False),
                name="helper_consent_times_of_state",
            ),
            models.CheckConstraint(
                condition=~Q(way=ConsentWay.FORM)
                | Q(state=ConsentState.WAITING)
                | Q(answered_by__isnull=False) & ~Q(reason=""),
                name="helper_consent_form_is_judged",
            ),
            models.CheckConstraint(
                condition=(Q(answered_by__isnull=True) | ~Q(answered_by=models.F("helper")))
                & (Q(owner__isnull=True) | ~Q(owner=models.F("helper"))),
                name="helper_consent_not_by_helper",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "helper"),
                condition=Q(state=ConsentState.WAITING),
                name="helper_consent_waits_once",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "helper"),
                condition=Q(state=ConsentState.GIVEN),
                name="helper_consent_given_once",
            ),
        ]
        indexes = [
            models.Index(fields=("state", "id"), name="helper_consent_by_state"),
            models.Index(fields=("phone_index",), name="helper_consent_by_number"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="helper_consent_words_stay",
                fields=[
                    "enterprise",
                    "helper",
                    "way",
                    "text",
                    "language",
                    "enterprise_name",
                    "owner_name",
                    "helper_name",
                    "owner",
                    "evidence",
                    "asked_at",
                ],
            ),
            pgtrigger.Protect(
                name="helper_consent_end_stays",
                operation=_OF_STATE,
                condition=pgtrigger.Q(
                    old__state__in=(str(ConsentState.REFUSED), str(ConsentState.ENDED))
                ),
            ),
            pgtrigger.Trigger(
                name="helper_consent_ends_help",
                when=pgtrigger.Before,
                operation=_OF_STATE,
                condition=pgtrigger.Q(new__state=str(ConsentState.ENDED)),
                func=_ENDS_HELP,
            ),
            pgtrigger.Protect(
                name="helper_consent_is_kept",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=str(ConsentState.WAITING)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_name}: {self.get_state_display()}"
