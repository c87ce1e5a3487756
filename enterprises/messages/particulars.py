"""The particulars of an enterprise as text, and words in the place of what it still lacks."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import UmkmClass
from enterprises.models import Enterprise

T = TypeVar("T")
Line = tuple[str, str]
# A missing value is alone in its row, so its words begin as a value does.
NO_CLASS: Final = gettext_lazy("Belum dapat ditentukan")
SALES_LACKING: Final = gettext_lazy("hasil penjualan setahun belum ada")


def words(value: T | None, form: Callable[[T], str]) -> str:
    """Return the value as text, or that there is none yet."""
    return _("Belum ada") if value is None else form(value)


def number_lines(enterprise: Enterprise) -> list[Line]:
    """Return the NIB, and what is shown in its place or beside it."""
    return list(numbers(enterprise).values())


def numbers(enterprise: Enterprise) -> Mapping[str, Line]:
    """Return the same lines by the field that holds each."""
    lines = {"nib": ("NIB", enterprise.nib or _("Belum ada"))}
    if enterprise.sku_number:
        lines["sku_number"] = (_("Surat keterangan usaha"), enterprise.sku_number)
    if enterprise.candidate:
        lines["candidate"] = (_("Keadaan usaha"), _("calon pelaku usaha"))
    return lines


def class_words(by_sales: UmkmClass | None, basis: str) -> str:
    """Return the class by sales with its article, or why there is none yet."""
    if by_sales is None:
        return f"{NO_CLASS}: {SALES_LACKING}"
    return f"{by_sales.label} ({basis})"
