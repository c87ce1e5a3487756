"""What an enterprise has said of itself as text, and words in the place of what it lacks yet."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from enterprises.enums import UmkmClass
from enterprises.models import Enterprise

T = TypeVar("T")
Line = tuple[str, str]


def words(value: T | None, form: Callable[[T], str]) -> str:
    """Return the value as text, or that there is none yet."""
    return _("belum ada") if value is None else form(value)


def number_lines(enterprise: Enterprise) -> list[Line]:
    """Return the NIB, and what stands in its place or beside it."""
    return list(numbers(enterprise).values())


def numbers(enterprise: Enterprise) -> Mapping[str, Line]:
    """Return the same lines by the field that holds each."""
    lines = {"nib": ("NIB", enterprise.nib or _("belum ada NIB"))}
    if enterprise.sku_number:
        lines["sku_number"] = (_("Surat keterangan usaha"), enterprise.sku_number)
    if enterprise.candidate:
        lines["candidate"] = (_("Keadaan usaha"), _("calon pelaku usaha"))
    return lines


def class_words(by_sales: UmkmClass | None, basis: str) -> str:
    """Return the class by sales with its article, or that it is not known yet."""
    if by_sales is None:
        return _("belum diketahui: hasil penjualan belum ada")
    return f"{by_sales.label} ({basis})"
