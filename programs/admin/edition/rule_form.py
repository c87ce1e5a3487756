"""A figure as an official enters it: 7 %, 100.000.000, ya, or a list of codes."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates.parsing import NotADate, parse_date
from common.formats import number, percent
from common.money.rupiah import NotAnAmount, parse_rupiah
from programs.kinds.registry import list_keys
from programs.models import Rule
from programs.policies.rule_values import DAY_UNIT, RATE_UNIT

_YES, _NO = ("ya", "yes"), ("tidak", "no")


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """`value` is parsed as its key and unit require; empty means that the figure is unknown."""

    value = forms.CharField(
        label=_("nilai"),
        required=False,
        max_length=400,
        help_text=_("Misalnya 7 %, 100.000.000, ya, tidak, atau kode dipisah koma."),
    )

    class Meta:
        model = Rule
        fields = (
            "key",
            "value",
            "unit",
            "label_id",
            "label_en",
            "regency",
            "legal_basis",
            "article",
            "confidence",
            "source_url",
            "position",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["value"] = format_value(self.instance)
        if "position" in self.fields:
            self.fields["position"].initial = 900

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key, unit = (
            cleaned.get(name, getattr(self.instance, name, "")) or "" for name in ("key", "unit")
        )
        try:
            cleaned["value"] = parse_value(key, unit, cleaned.get("value") or "")
        except (NotADate, NotAnAmount, InvalidOperation, ValueError):
            raise ValidationError(
                {"value": _("Nilai ini tidak sesuai dengan kunci dan satuannya.")}
            ) from None
        return cleaned


def format_value(rule: Rule) -> str:
    """Format the stored value as a person would enter it."""
    value = rule.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES[0] if value else _NO[0]
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, int):
        return number(value)
    return percent(Decimal(value)) if rule.unit == RATE_UNIT else str(value)


def parse_value(key: str, unit: str, text: str) -> Any:
    """Parse a text into the value to store.

    Raises ValueError, InvalidOperation, NotADate or NotAnAmount for a text that does not fit.
    """
    text = text.strip()
    if not text:
        return None
    if key in list_keys():
        return [code.strip() for code in text.split(",") if code.strip()]
    if unit == RATE_UNIT:
        return _rate(text)
    if unit == DAY_UNIT:
        return parse_date(text).isoformat()
    if not unit:
        return _yes_or_no(text)
    return parse_rupiah(text)


def _rate(text: str) -> str:
    """Return "0.07" for `7 %` and for `0,07`."""
    amount = Decimal(text.replace("%", "").replace(" ", "").replace(",", "."))
    rate = amount / 100 if "%" in text else amount
    if not 0 <= rate <= 1:
        raise ValueError(text)
    return f"{rate.normalize():f}"


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in (*_YES, *_NO):
        raise ValueError(text)
    return text.casefold() in _YES
