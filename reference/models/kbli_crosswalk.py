"""The crosswalk from codes of KBLI 2020 to those of KBLI 2025."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from reference.enums import Confidence

_CODE = r"^[0-9]{5}$"


@track_history()
class KbliStep(models.Model):
    """One step from an old code to a new one; several from one: a split, into one: a merge.

    Without a new code the old one was dropped; without an old code the new one was introduced.
    Codes may be missing from the table of codes, which is not complete.
    """

    old = models.CharField(_("kode KBLI 2020"), max_length=5, blank=True)
    new = models.CharField(_("kode KBLI 2025"), max_length=5, blank=True)
    confidence = models.CharField(_("keyakinan"), max_length=1, choices=Confidence)
    source = models.CharField(_("sumber"), max_length=200)

    class Meta:
        verbose_name = _("padanan KBLI")
        verbose_name_plural = pgettext_lazy("jamak", "padanan KBLI")
        ordering = ("old", "new")
        indexes = [models.Index(fields=("new",), name="kbli_step_new")]
        constraints = [
            models.UniqueConstraint(fields=("old", "new"), name="kbli_step_once"),
            models.CheckConstraint(
                condition=(Q(old="") | Q(old__regex=_CODE))
                & (Q(new="") | Q(new__regex=_CODE))
                & ~Q(old="", new=""),
                name="kbli_step_has_codes",
                violation_error_message=_("Isi lima angka pada salah satu atau kedua kode."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old or '–'} → {self.new or '–'}"

    @property
    def is_verified(self) -> bool:
        """Whether the step was read in the text of the regulation itself."""
        return self.confidence == Confidence.HIGH
