"""Stored files attached to the document requirements of an application."""

from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application
from enterprises.models import DocumentVersion

# What an owner attaches to an objection; documents of editions have codes without a hyphen.
OBJECTION_DOCUMENT: Final = "objection-attachment"
# What an owner shows of a step outside the portal.
OUTSIDE_DOCUMENT: Final = "outside-attachment"
# They belong to what was said with them, and are never taken off the file; kinds of programme add
# their own (`Outcome.recorded_documents`).
RECORDED: Final = frozenset({OBJECTION_DOCUMENT, OUTSIDE_DOCUMENT})


class Attachment(models.Model):
    """A file version attached to a requirement; frozen on submission, then only superseded."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    requirement = models.SlugField(_("dokumen persyaratan"), max_length=40)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField(_("dilampirkan pada"))
    frozen_at = models.DateTimeField(_("dibekukan pada"), null=True, blank=True)
    removed_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("lampiran")
        verbose_name_plural = pgettext_lazy("jamak", "lampiran")
        ordering = ("application_id", "requirement", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("application", "requirement", "version"),
                condition=Q(removed_at__isnull=True),
                name="attachment_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="attachment_frozen_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.version_id}"
