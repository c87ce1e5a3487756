"""The filters of an admin list as one line of choices, and those that are set as chips."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin import ListFilter
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# A choice that sets several parameters, or a different one from its neighbours: the value is a
# query string, which `picked_address` spreads out.
PICK_VAR: Final = "pick"
_Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Option:
    """One choice of a filter; an empty value removes the filter."""

    value: str
    text: str
    is_selected: bool


@dataclass(frozen=True)
class Filter:
    """A filter as a list to choose from, or as the `template` that its class names."""

    spec: Any
    label: str
    name: str = ""
    options: tuple[Option, ...] = ()
    template: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: str
    text: str
    url: str


def filter_line(cl: ChangeList) -> list[Filter]:
    """Return the filters of the list in their order."""
    return [_filter(cl, spec) for spec in cl.filter_specs]


def chips(cl: ChangeList) -> list[Chip]:
    """Return the search and the filters that are set, in the order of the line."""
    found = (
        [Chip(_("Cari"), cl.query, cl.get_query_string(remove=[SEARCH_VAR]))] if cl.query else []
    )
    for spec in cl.filter_specs:
        names = _names(spec)
        if any(cl.params.get(name) for name in names) and (text := _chosen(cl, spec)):
            found.append(Chip(_label(spec), text, cl.get_query_string(remove=names)))
    return found


def kept_parameters(cl: ChangeList) -> Iterator[tuple[str, Any]]:
    """Yield the parameters that are kept when the line is sent: order, date range, window."""
    named = {name for spec in cl.filter_specs for name in _names(spec)}
    for name, value in cl.params.items():
        if name not in named and name != SEARCH_VAR:
            yield name, value


def picked_address(request: HttpRequest) -> str:
    """Return the address of a picked choice; '' when none was picked."""
    if PICK_VAR not in request.GET:
        return ""
    query = request.GET.copy()
    for pick in query.pop(PICK_VAR):
        for name, value in parse_qsl(str(pick)):
            query[name] = value
    return f"{request.path}?{query.urlencode()}"


def _filter(cl: ChangeList, spec: Any) -> Filter:
    if spec.template != ListFilter.template:
        return Filter(spec, _label(spec), template=spec.template)
    names = _names(spec)
    choices = [
        (_pairs(choice["query_string"], names), str(choice["display"]), bool(choice["selected"]))
        for choice in spec.choices(cl)
    ]
    used = {name for pairs, _text, _selected in choices for name, _value in pairs}
    is_plain = len(used) == 1 and all(len(pairs) < 2 for pairs, _text, _selected in choices)
    options = tuple(
        Option(
            value=(pairs[0][1] if is_plain else urlencode(pairs)) if pairs else "",
            text=text if pairs else _("semua"),
            is_selected=is_selected,
        )
        for pairs, text, is_selected in choices
    )
    return Filter(spec, _label(spec), used.pop() if is_plain else PICK_VAR, options)


def _chosen(cl: ChangeList, spec: Any) -> str:
    """Return the choice that is set, '' where the parameters in the address mean none."""
    names = _names(spec)
    return next(
        (
            str(choice["display"])
            for choice in spec.choices(cl)
            if choice["selected"] and _pairs(choice["query_string"], names)
        ),
        "",
    )


def _pairs(query_string: str, names: list[str]) -> _Pairs:
    return [pair for pair in parse_qsl(query_string.removeprefix("?")) if pair[0] in names]


def _names(spec: ListFilter) -> list[str]:
    return [name for name in spec.expected_parameters() if name]


def _label(spec: Any) -> str:
    return str(capfirst(spec.title))
