"""Figures of an edition as display text."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import date_long, number, percent, rupiah
from programs.kinds.declaration import KindDeclaration
from programs.kinds.registry import code_name, unit_name
from programs.messages.labels import yes_or_no
from programs.models import Rule
from programs.policies.rule_values import DAY_UNIT, RATE_UNIT

_NAMES: Mapping[str, str | Promise] = {
    "person": gettext_lazy("perorangan atau usaha"),
    "group": gettext_lazy("kelompok usaha"),
    "cooperative": gettext_lazy("koperasi"),
    "agriculture": gettext_lazy("pertanian"),
    "plantation": gettext_lazy("perkebunan"),
    "fishery": gettext_lazy("perikanan"),
    "livestock": gettext_lazy("peternakan"),
    "manufacturing": gettext_lazy("pengolahan dan kerajinan"),
    "trade": gettext_lazy("perdagangan"),
    "services": gettext_lazy("jasa"),
    "furniture": gettext_lazy("mebel"),
    "fashion": gettext_lazy("fesyen"),
    "agribusiness": gettext_lazy("agrobisnis"),
    "handicraft": gettext_lazy("kerajinan"),
    "spa": gettext_lazy("spa"),
    "other": gettext_lazy("lainnya"),
}
# Names that English words differently as a choice and within a sentence.
_CHOICE_NAMES: Mapping[str, str | Promise] = {"group": gettext_lazy("Kelompok usaha")}
_UNITS: Mapping[str, str | Promise] = {
    "bulan": gettext_lazy("bulan"),
    "kali": gettext_lazy("kali"),
    "hari kerja": gettext_lazy("hari kerja"),
    "hari": gettext_lazy("hari"),
    "tahun": gettext_lazy("tahun"),
    "persen": gettext_lazy("persen"),
}


def name_of(code: str) -> str:
    """Return the display name of a list code; an unknown code is returned unchanged."""
    if code in _NAMES:
        return str(_NAMES[code])
    declared = code_name(code)
    return _(declared) if declared else code


def choices_of(codes: Iterable[str]) -> list[tuple[str, str | Promise]]:
    """Return the codes as options of a field, each with its name, translated when rendered."""
    return [(code, _CHOICE_NAMES.get(code, capfirst(cast("str", _NAMES[code])))) for code in codes]


def figure_text(rule: Rule) -> str:
    """Return the value with its unit as text; an empty figure is labelled as such."""
    value = rule.value
    if value is None:
        return _("belum ada angka")
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, list):
        return ", ".join(name_of(item) for item in value)
    return _day_or_rate(rule) if isinstance(value, str) else _amount(rule)


def _day_or_rate(rule: Rule) -> str:
    text = str(rule.value)
    if rule.unit == DAY_UNIT:
        return date_long(date.fromisoformat(text))
    return _("%(rate)s per tahun") % {"rate": percent(Decimal(text))}


def _amount(rule: Rule) -> str:
    value = cast(int, rule.value)
    if rule.unit == "kolektibilitas":
        return (
            _("kolektibilitas %(value)s (lancar)") % {"value": value} if value == 1 else str(value)
        )
    if rule.unit.startswith("rupiah"):
        if "tahun" in rule.unit:
            return _("%(amount)s per tahun") % {"amount": rupiah(value)}
        if "kelas" in rule.unit:
            return _("%(amount)s per kelas") % {"amount": rupiah(value)}
        return rupiah(value)
    return f"{number(value)} {_unit(rule.unit)}".strip()


def unit_choices(kind: KindDeclaration) -> list[tuple[str, str]]:
    """Return the units a figure of the kind may have, with their names; '' is for yes or no."""
    named = [(unit, str(name)) for unit, name in _UNITS.items()]
    own = [(unit, _(name)) for unit, name in kind.unit_names.items()]
    return [
        ("", _("ya atau tidak")),
        ("rupiah", _("rupiah")),
        ("rupiah per tahun", _("rupiah per tahun")),
        ("rupiah per kelas", _("rupiah per kelas")),
        (RATE_UNIT, _("persen per tahun (bunga)")),
        *named,
        *own,
        (DAY_UNIT, _("tanggal")),
        ("kolektibilitas", _("kolektibilitas")),
    ]


def unit_text(unit: str) -> str:
    """Return what follows a number of this unit: *bulan*, *per tahun*; '' for plain rupiah."""
    if unit.startswith("rupiah"):
        return {"rupiah per tahun": _("per tahun"), "rupiah per kelas": _("per kelas")}.get(
            unit, ""
        )
    return _("per tahun") if unit == RATE_UNIT else "" if unit == DAY_UNIT else _unit(unit)


def _unit(unit: str) -> str:
    if unit in _UNITS:
        return str(_UNITS[unit])
    declared = unit_name(unit)
    return _(declared) if declared else unit
