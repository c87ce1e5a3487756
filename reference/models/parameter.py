"""Dated figures of the law that no single scheme owns, such as the UMKM thresholds."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.law.validity import DAYS_IN_FORCE, LAST_DAY_BEFORE_FIRST, ValidityPeriod
from common.text.formats import date_short
from reference.models.dated import Sourced
from reference.models.parameter_names import parameter_name
from reference.models.region import Regency

SPANS_OVERLAP = _(
    "Ketentuan ini sudah mempunyai nilai pada masa dan wilayah itu. Isi “berlaku sampai” pada "
    "nilai yang lama lebih dahulu."
)


@track_history()
class LegalParameter(ValidityPeriod, Sourced):
    """`key` has `value` (in `unit`) from `valid_from` to `valid_to`, both days included."""

    key = models.CharField(_("kunci"), max_length=80)
    value = models.CharField(_("nilai"), max_length=80, blank=True)
    unit = models.CharField(_("satuan"), max_length=30)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    regency = models.ForeignKey(
        Regency, verbose_name=_("wilayah"), on_delete=models.PROTECT, null=True, blank=True
    )

    EMPTY: ClassVar[Q] = Q(value="")

    class Meta:
        verbose_name = _("parameter hukum")
        verbose_name_plural = pgettext_lazy("jamak", "parameter hukum")
        ordering = ("key", "-valid_from")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="legal_parameter_dates_in_order",
                violation_error_message=LAST_DAY_BEFORE_FIRST,
            ),
            ExclusionConstraint(
                name="legal_parameter_no_overlap",
                violation_error_message=SPANS_OVERLAP,
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(F("regency"), Value(""), function="COALESCE"),
                        RangeOperators.EQUAL,
                    ),
                    (
                        DAYS_IN_FORCE,
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{parameter_name(self.key)} ({date_short(self.valid_from)})"
