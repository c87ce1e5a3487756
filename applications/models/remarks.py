"""What officials write beside the transitions: notes, messages to the applicant, reminders."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application


class Remark(models.Model):
    """What an official wrote about an application, and when; `application` comes with the model."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditulis oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("pada"))

    class Meta:
        abstract = True
        ordering = ("application_id", "id")

    def __str__(self) -> str:
        return f"{self.application_id} · {self.at:%Y-%m-%d}"  # type: ignore[attr-defined]


class Note(Remark):
    """An internal note; no applicant ever reads it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("catatan"), max_length=4000)

    class Meta(Remark.Meta):
        verbose_name = _("catatan internal")
        verbose_name_plural = pgettext_lazy("jamak", "catatan internal")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]
        indexes = [models.Index(fields=("application", "id"), name="note_of_application")]
        triggers = [
            pgtrigger.Protect(
                name="note_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]


class ApplicantMessage(Remark):
    """A message from the office to the applicant that asks for no correction."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="applicant_messages"
    )
    text = models.TextField(_("pesan"), max_length=4000)

    class Meta(Remark.Meta):
        verbose_name = _("pesan kepada pemohon")
        verbose_name_plural = pgettext_lazy("jamak", "pesan kepada pemohon")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="applicant_message_says_something"),
        ]
        indexes = [
            models.Index(fields=("application", "id"), name="message_of_application"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="applicant_message_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]


class Reminder(models.Model):
    """An official's reminder to themselves about an application, shown from the day `on`."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("untuk"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    on = models.DateField(_("pada tanggal"))
    text = models.CharField(_("pengingat"), max_length=200)
    created_at = models.DateTimeField(_("dibuat pada"))
    done_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("pengingat")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat")
        ordering = ("on", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reminder_says_something"),
        ]
        indexes = [
            models.Index(
                fields=("person", "on", "id"),
                condition=Q(done_at__isnull=True),
                name="reminder_open",
            ),
            models.Index(fields=("application", "id"), name="reminder_of_application"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.on:%Y-%m-%d}"
