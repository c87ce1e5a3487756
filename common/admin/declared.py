"""The filters that a list declares, built from the parameters of an address; the rest is ignored.

A list takes `list_filter`, its search, its order and `date_hierarchy`. Everything else in an
address is a column picked by whoever wrote the address, such as `user__password__startswith`, and
is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.admin.filters import FieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

# Parts of a day of `date_hierarchy`, in their order.
_DAY_PARTS: Final = ("year", "month", "day")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_Params = dict[str, Any]


@dataclass
class Built:
    """The filters of a list; `lookups` are those of `date_hierarchy`, `ignored` what is left out.

    `may_repeat_rows`: a filter follows a relation to many rows. `is_active`: one of them is set.
    """

    specs: list[Any] = field(default_factory=list)
    lookups: _Params = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    may_repeat_rows: bool = False
    is_active: bool = False


def build_filters(cl: ChangeList, request: HttpRequest, given: Mapping[str, Any]) -> Built:
    """Build the declared filters from the values that an address gives each parameter.

    A declared filter whose value cannot be read is built without it.
    """
    built, left = Built(), {name: list(values) for name, values in given.items()}
    for declared in cl.list_filter or ():
        taken = dict(left)
        spec, path = _readable_spec(cl, request, declared, taken, built)
        if spec is None or not spec.has_output():
            left = taken
            continue
        is_set = len(taken) < len(left)
        built.may_repeat_rows |= bool(
            is_set and path and lookup_spawns_duplicates(cl.lookup_opts, path)
        )
        built.is_active |= is_set
        built.specs.append(spec)
        left = taken
    built.lookups = _span(cl.date_hierarchy, left) if cl.date_hierarchy else {}
    built.ignored += left
    return built


def _readable_spec(
    cl: ChangeList, request: HttpRequest, declared: Any, params: _Params, built: Built
) -> tuple[Any, str]:
    """Return the filter and the path of its field, '' for none; takes its values from `params`."""
    before = dict(params)
    make, path = _maker(cl, request, declared)
    try:
        spec = make(params)
        if spec is not None and len(params) < len(before):
            # Only this shows whether the values suit the field; the rows are not read.
            spec.queryset(request, cl.root_queryset)
    except (IncorrectLookupParameters, ValueError, TypeError, OverflowError):
        unreadable = set(make({}).expected_parameters())
        built.ignored += unreadable & set(before)
        for name in unreadable:
            params.pop(name, None)
        spec = make({})
    return spec, path


def _maker(
    cl: ChangeList, request: HttpRequest, declared: Any
) -> tuple[Callable[[_Params], Any], str]:
    """Return what builds a filter from parameters, as Django does for each kind of declaration."""
    if callable(declared):
        return lambda params: declared(request, params, cl.model, cl.model_admin), ""
    path, make = declared if isinstance(declared, tuple | list) else (declared, None)
    make = make or FieldListFilter.create
    column = get_fields_from_path(cl.model, path)[-1]

    def build(params: _Params) -> Any:
        return make(column, request, params, cl.model, cl.model_admin, field_path=path)

    return build, str(path)


def _span(name: str, params: _Params) -> _Params:
    """Return the look-ups of a year, a month or a day; {} and nothing taken for another value."""
    given = {part: params.get(f"{name}__{part}") for part in _DAY_PARTS}
    try:
        first, after = _days({part: int(values[-1]) for part, values in given.items() if values})
    except (ValueError, OverflowError):
        return {}
    for part in _DAY_PARTS:
        params.pop(f"{name}__{part}", None)
    return {f"{name}__gte": [first], f"{name}__lt": [after]}


def _days(parts: Mapping[str, int]) -> tuple[date, date]:
    """Return the first day and the one after the last. Raises ValueError."""
    if not _is_in_order(parts) or not _FIRST_YEAR <= parts["year"] <= _LAST_YEAR:
        raise ValueError("no span of days")
    first = date(parts["year"], parts.get("month", 1), parts.get("day", 1))
    if "day" in parts:
        return first, first + timedelta(days=1)
    if "month" in parts:
        return first, (first + timedelta(days=32)).replace(day=1)
    return first, first.replace(year=first.year + 1)


def _is_in_order(parts: Iterable[str]) -> bool:
    """Tell whether a year is given, a month only with it, and a day only with both."""
    return list(parts) in ([*_DAY_PARTS[:1]], [*_DAY_PARTS[:2]], [*_DAY_PARTS])
