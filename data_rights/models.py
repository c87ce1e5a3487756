"""Requests of people about their own data, each with its deadline; kept as proof."""

from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from data_rights.enums import Answer, Right

MOST_WORDS: Final = 1000


class RightsRequest(models.Model):
    """One request: open until it is answered, once.

    `answered_by` is None where the portal itself did what was asked, as with a copy.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pemohon"),
        on_delete=models.PROTECT,
        related_name="rights_requests",
    )
    right = models.CharField(_("meminta"), max_length=10, choices=Right)
    words = models.TextField(_("penjelasan pemohon"), max_length=MOST_WORDS, blank=True)
    asked_at = models.DateTimeField(_("diminta pada"))
    due_at = models.DateTimeField(_("batas menjawab"))
    answer = models.CharField(_("hasil"), max_length=10, choices=Answer, blank=True)
    answer_words = models.TextField(_("jawaban"), max_length=MOST_WORDS, blank=True)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("permintaan data pribadi")
        verbose_name_plural = pgettext_lazy("jamak", "permintaan data pribadi")
        ordering = ("due_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "right"),
                condition=Q(answered_at__isnull=True),
                name="rights_request_open_unique",
                violation_error_message=_("Permintaan yang sama belum dijawab."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", answered_by__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="rights_request_answered_whole",
                violation_error_message=_("Jawaban memerlukan hasil dan waktunya."),
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("asked_at")),
                name="rights_request_due_after_asked",
                violation_error_message=_("Batas menjawab harus sesudah permintaannya."),
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("user")),
                name="rights_request_not_answered_by_its_person",
                violation_error_message=_("Permintaan Anda sendiri dijawab petugas lain."),
            ),
        ]
        indexes = [
            models.Index(fields=("due_at", "id"), name="rights_request_by_deadline"),
            models.Index(fields=("user", "-id"), name="rights_request_by_person"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="rights_request_answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="rights_request_is_proof", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()} · {self.user}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None
