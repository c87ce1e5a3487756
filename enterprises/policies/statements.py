"""Who stated a particular of an enterprise, and on which day. Pure; no name of a person is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

# By particular: `by` is a `StatedBy`, `on` a day as ISO 8601.
Stated = Mapping[str, Mapping[str, str]]


def statement(by: str, on: date) -> dict[str, str]:
    """Return one statement as it is stored."""
    return {"by": by, "on": on.isoformat()}


def restated(
    stated: Stated, *, before: Mapping[str, Any], after: Mapping[str, Any], by: str, on: date
) -> dict[str, Mapping[str, str]]:
    """Return the statements after values changed from `before` to `after`.

    An unchanged value keeps its statement, or the lack of one; a value that is now empty has none.
    """
    found = dict(stated)
    for name, value in after.items():
        if is_empty(value):
            found.pop(name, None)
        elif value != before.get(name):
            found[name] = statement(by, on)
    return found


def latest(stated: Stated, *names: str) -> Mapping[str, str] | None:
    """Return the newest statement of several particulars that are read as one, if there is any."""
    known = [stated[name] for name in names if name in stated]
    return max(known, key=lambda each: each["on"], default=None)


def is_empty(value: Any) -> bool:
    """Tell whether a particular says nothing; zero says something."""
    return value is None or value is False or value == ""
