"""The figures of an edition."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated
from programs.models.frozen import frozen_in_use
from programs.models.scheme import Edition
from reference.models.dated import Sourced


@track_history()
class Rule(Sourced):
    """One figure or list of an edition; only a verified row may block an applicant.

    `value` is a JSON scalar or list: rupiah and counts as integers, rates per year as decimal
    strings ("0.06").
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rules")
    key = models.SlugField(_("kunci"), max_length=60)
    value = models.JSONField(_("nilai"), null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=30, blank=True)
    regency = models.ForeignKey(
        "reference.Regency",
        verbose_name=_("wilayah"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    label_id = models.CharField(_("uraian"), max_length=200)
    label_en = models.CharField(_("uraian (Inggris)"), max_length=200)
    position = models.PositiveSmallIntegerField(_("urutan"))

    EMPTY: ClassVar[Q] = Q(value__isnull=True)

    label = Translated()

    class Meta:
        verbose_name = _("ketentuan")
        verbose_name_plural = pgettext_lazy("jamak", "ketentuan")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "key", "regency"),
                nulls_distinct=False,
                name="rule_key_unique",
            ),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.key
