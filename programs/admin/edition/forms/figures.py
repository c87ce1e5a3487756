"""Fields for a figure as people write it: Rp50.000.000, 6 %, 36, ya, or ticks of a list."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import percent
from common.web.fields import DayField, MoneyField, WholeField
from programs.messages.figures import name_of, unit_text
from programs.policies.facts import BORROWERS, SECTOR_GROUPS
from programs.policies.rule_values import DAY_UNIT, RATE_UNIT
from reference.enums import Sector

_RATE = re.compile(r"(?P<amount>[0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*(?P<sign>%?)")
# Codes that belong together: a list that has one of them may have any of them.
_FAMILIES = (tuple(BORROWERS), tuple(SECTOR_GROUPS), tuple(Sector.values))


class FigureField(WholeField):
    """A whole number of a unit; the unit may be written after it."""

    def __init__(self, *, unit: str, **options: Any) -> None:
        super().__init__(**options)
        self.suffix = unit_text(unit)


class AmountField(MoneyField):
    """Rupiah, also per year or per class; a dash is not a figure of the law."""

    dash_is_zero = False

    def __init__(self, *, unit: str, **options: Any) -> None:
        super().__init__(**options)
        self.suffix = unit_text(unit)


class RateField(forms.CharField):
    """A rate per year, stored as a decimal string: `6 %` and `6` are "0.06"."""

    is_short = True

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "class": "short"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **options)
        self.suffix = _("per tahun")

    def prepare_value(self, value: Any) -> Any:
        return percent(Decimal(value)) if is_stored_rate(value) else value

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return _rate(text) if text else None


class StoredDayField(DayField):
    """A day, stored as an ISO string."""

    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        return day.isoformat() if day else None


class YesNoUnknownField(forms.TypedChoiceField):
    """Yes, no, or not known yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[
                ("ya", gettext_lazy("Ya")),
                ("tidak", gettext_lazy("Tidak")),
                ("", gettext_lazy("belum diketahui")),
            ],
            coerce=lambda value: value == "ya",
            empty_value=None,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "ya", False: "tidak"}[value] if isinstance(value, bool) else value or ""


class NamesField(forms.MultipleChoiceField):
    """A list of codes, ticked by name; none is stored as unknown."""

    def __init__(self, *, codes: Iterable[str], **options: Any) -> None:
        super().__init__(
            choices=[(code, name_of(code)) for code in codes],
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def clean(self, value: Any) -> list[str] | None:
        return super().clean(value) or None


def value_field(unit: str, codes: Iterable[str] | None) -> forms.Field:
    """Return the field of a figure with this unit, or of a list when there are `codes`."""
    options: dict[str, Any] = {"label": _("Nilai"), "required": False}
    unknown = _("Kosongkan bila angkanya belum diketahui.")
    if codes is not None:
        return NamesField(codes=codes, **options)
    if not unit:
        return YesNoUnknownField(**options)
    if unit == RATE_UNIT:
        return RateField(help_text=_("Misalnya 6 % atau 6,5 %. ") + unknown, **options)
    if unit == DAY_UNIT:
        return StoredDayField(help_text=unknown, **options)
    if unit.startswith("rupiah"):
        return AmountField(unit=unit, help_text=_("Misalnya 50.000.000. ") + unknown, **options)
    return FigureField(unit=unit, help_text=unknown, **options)


def codes_of_list(known: Iterable[str]) -> list[str]:
    """Return every code that a list with these codes may hold, families in their usual order."""
    codes = {*known}
    for family in _FAMILIES:
        if codes <= {*family}:
            return [*family]
    return sorted(codes, key=lambda code: name_of(code).casefold())


def is_stored_rate(value: Any) -> bool:
    """Tell whether the value is a rate as it is stored: a decimal string without a sign."""
    return isinstance(value, str) and re.fullmatch(r"[01](?:\.[0-9]{1,12})?", value) is not None


def _rate(text: str) -> str:
    found = _RATE.fullmatch(text)
    if found is None:
        raise ValidationError(_("Tulis persen per tahun, misalnya 6 % atau 6,5 %."))
    amount = Decimal(found["amount"].replace(",", "."))
    if not found["sign"] and 0 < amount <= 1:
        # 0,06 may be meant as 6 % or as 0,06 %.
        raise ValidationError(_("Tulis dengan tanda persen, misalnya 6 % atau 0,5 %."))
    if amount > 100:
        raise ValidationError(_("Bunga paling tinggi 100 %."))
    return f"{(amount / 100).normalize():f}"
