"""The outcome of each ticked row, shown once after the action: reloading then repeats nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Outcome:
    """The outcome of one ticked row, in words; `is_done` when the action changed it."""

    name: str
    url: str
    what: str
    is_done: bool = False


@dataclass(frozen=True)
class Outcomes:
    """One action on ticked rows, as a sentence, and the outcome of each row."""

    title: str
    rows: Sequence[Outcome]


def keep_outcomes(request: HttpRequest, key: str, title: str, rows: Sequence[Outcome]) -> None:
    """Keep the outcomes in the session for the page that is shown next."""
    request.session[key] = {"title": title, "rows": [asdict(row) for row in rows]}


def taken_outcomes(request: HttpRequest, key: str) -> Outcomes | None:
    """Return the outcomes of the latest action once, and forget them."""
    kept: dict[str, Any] | None = request.session.pop(key, None)
    if kept is None:
        return None
    return Outcomes(kept["title"], [Outcome(**row) for row in kept["rows"]])
