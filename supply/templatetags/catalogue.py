"""Links between pages that have an address in each language, and figures as buyers read them."""

from decimal import ROUND_UP, Decimal
from typing import Any, Final

from django import template
from django.utils import formats
from django.utils.translation import get_language

from common.text.formats import number, rupiah
from supply.shared.languages import page_url

register = template.Library()
_KILOGRAM: Final = 1000
_CM3_IN_M3: Final = 1_000_000


def _grouped(text: str) -> str:
    return text.replace(".", ",") if get_language() == "en" else text


@register.filter
def figure(value: int) -> str:
    """Return a whole number grouped as the buyer's language does: 4.900, in English 4,900."""
    return _grouped(number(value))


@register.filter
def price(amount: int) -> str:
    """Return rupiah grouped as the buyer's language does: Rp93.500, in English Rp93,500."""
    return _grouped(rupiah(amount))


@register.filter
def weight(grams: int) -> str:
    """Return a weight as people write it: in grams, from a thousand in kilograms."""
    if grams < _KILOGRAM:
        return f"{figure(grams)} g"
    return f"{formats.localize(Decimal(grams) / _KILOGRAM, use_l10n=True)} kg"


@register.filter
def cubic_metres(cm3: int) -> str:
    """Return a volume in cubic metres with three decimals, as freight is charged."""
    volume = (Decimal(cm3) / _CM3_IN_M3).quantize(Decimal("0.001"), ROUND_UP)
    return f"{formats.localize(volume, use_l10n=True)} m³"


@register.simple_tag
def catalogue_url(name: str, *args: Any) -> str:
    """Return the path of a page of the catalogue in the active language."""
    return page_url(name, *args)
