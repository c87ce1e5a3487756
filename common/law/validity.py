"""Rows that are valid between two days, both included."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

# For constraints against overlaps; a row without a last day is valid without end.
DAYS_IN_FORCE: Final = Func(
    F("valid_from"),
    F("valid_to"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="DATERANGE",
    output_field=DateRangeField(),
)
LAST_DAY_BEFORE_FIRST = _("Hari terakhir sebelum hari pertama.")


class ValidityPeriod(models.Model):
    """A row valid from `valid_from` to `valid_to`; its table has a CHECK that they are in order."""

    valid_from: "models.DateField[date, date]"
    valid_to: "models.DateField[date | None, date | None]"

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse an end before the beginning at its own field.

        It comes before the constraints: the database cannot even compare such a period with others.
        """
        compared = not {"valid_from", "valid_to"} & set(exclude or ())
        if compared and self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": LAST_DAY_BEFORE_FIRST})
        super().validate_constraints(exclude=exclude)
