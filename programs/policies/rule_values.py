"""Valid values of a rule, so that no value an official enters makes a check fail. Pure."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

COMMON_LIST_KEYS = frozenset({"borrowers", "sectors_served"})
RATE_UNIT = "per tahun"
DAY_UNIT = "tanggal"


def is_readable(unit: str, value: Any, *, is_list: bool) -> bool:
    """Tell whether `value` has the type that its key and unit require, or is empty.

    Lists of codes, rates per year as decimal strings between 0 and 1, days as ISO strings, whole
    numbers of a unit, and yes or no where there is no unit.
    """
    if value is None:
        return True
    if is_list:
        return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
    if unit == RATE_UNIT:
        return _is_rate(value)
    if unit == DAY_UNIT:
        return _is_day(value)
    if not unit:
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_rate(value: Any) -> bool:
    try:
        return isinstance(value, str) and 0 <= Decimal(value) <= 1
    except InvalidOperation:
        return False


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
