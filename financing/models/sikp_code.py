"""SIKP's codes for the particulars of a borrower."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated
from financing.enums import SikpList
from reference.enums import Confidence


@track_history()
class SikpCode(models.Model):
    """One entry of a list of SIKP; `code` is empty until its number there is known."""

    list = models.CharField(_("daftar"), max_length=12, choices=SikpList)
    name = models.SlugField(_("kunci"), max_length=40)
    code = models.CharField(_("kode SIKP"), max_length=4, blank=True)
    label_id = models.CharField(_("uraian"), max_length=80)
    label_en = models.CharField(_("uraian (Inggris)"), max_length=80)
    position = models.PositiveSmallIntegerField(_("urutan"))
    is_for_persons = models.BooleanField(_("untuk perorangan"), default=True)
    confidence = models.CharField(_("keyakinan"), max_length=1, choices=Confidence)
    source = models.CharField(_("sumber"), max_length=200)

    label = Translated()

    EMPTY: ClassVar[models.Q] = models.Q(code="")

    class Meta:
        verbose_name = _("kode SIKP")
        verbose_name_plural = pgettext_lazy("jamak", "kode SIKP")
        ordering = ("list", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=("list", "name"), name="sikp_code_once"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{0,4}$"),
                name="sikp_code_is_a_number",
                violation_error_message=_("Kode SIKP terdiri dari angka."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
