"""Fields of the forms of orders: whole numbers within bounds, and texts."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError, InvalidInput
from common.text.formats import number
from common.web.fields import MoneyField, WholeField
from common.web.form_errors import show_errors

MOST_MONEY: Final = 10**13


class CountField(WholeField):
    """A whole number from `least` to `most`, with its unit."""

    def __init__(self, *, least: int = 0, most: int, suffix: Any = "", **options: Any) -> None:
        super().__init__(error_messages={"required": _("Isi angkanya.")}, **options)
        self.least, self.most, self.suffix = least, most, suffix

    def clean(self, value: Any) -> Any:
        return _bounded(super().clean(value), self.least, self.most)


class AmountField(MoneyField):
    """Whole rupiah from `least` to `most`; by default more than any order costs."""

    def __init__(self, *, least: int = 0, most: int = MOST_MONEY, **options: Any) -> None:
        super().__init__(error_messages={"required": _("Isi angkanya.")}, **options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Any:
        return _bounded(super().clean(value), self.least, self.most)


def text_field(label: Any, longest: int, *, rows: int = 0, **options: Any) -> forms.CharField:
    """Return a field for a text; several lines where `rows` is given."""
    attrs = {"autocomplete": "off", "maxlength": str(longest)}
    widget = forms.Textarea({**attrs, "rows": str(rows)}) if rows else forms.TextInput(attrs)
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=widget,
        error_messages={"required": _("Isi bagian ini.")},
        **options,
    )


def refuse(form: Any, error: DomainError) -> None:
    """Write the refusal of a service into the form, beside its field where it has one."""
    show_errors(form, error)
    if not isinstance(error, InvalidInput):
        form.status = error.status


def _bounded(value: Any, least: int, most: int) -> Any:
    if value is not None and not least <= value <= most:
        text = _("Isi angka dari %(least)s sampai %(most)s.") % {
            "least": number(least),
            "most": number(most),
        }
        raise ValidationError(text, code="out_of_bounds")
    return value
