"""The expected outcomes: one line per address and method in `tests/access/*.toml`.

    ["pengajuan/<int:application_id>/"]
    GET = "200 owner helper | in visitor half | 404 *"

Outcomes are statuses, or `in` (to the sign-in page) and `2nd` (to the second step). `*` is
everybody not named; groups stand in `tests/access/people.py`. A GET writes nothing, whoever asks;
nor does anything that was refused. A table instead of a line says more:

    "POST approve" = { at = "decision", body = { name = "approve" }, who = "200 decider | 404 *" }

`at` is a scene of `tests/access/house.py`; `query` is what stands behind the question mark. In a
body, `<name>` alone stands for that part of the house (`named`), as it does in an address. A page
without a row for POST refuses it to everybody; PUT and DELETE do nothing at a page.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.access.people import GROUPS, ROLES

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """What happens at one address with one method (and body)."""

    route: str
    method: str
    who: str
    at: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    @property
    def verb(self) -> str:
        return self.method.split()[0]

    def expected(self) -> dict[str, str]:
        """The outcome per role."""
        given: dict[str, str] = {}
        for rank in ("*", "group", "role"):
            for clause in self.who.split("|"):
                outcome, *names = clause.split()
                for name in names:
                    given |= {role: outcome for role in _roles(name) if _rank(name) == rank}
        missing = set(ROLES) - set(given)
        assert not missing, f"{self.route} {self.method} says nothing of {sorted(missing)}"
        return given


def written(outcomes: dict[str, str]) -> str:
    """The shortest line for these outcomes: what a new row should look like."""
    by_outcome: dict[str, set[str]] = {}
    for role, outcome in outcomes.items():
        by_outcome.setdefault(outcome, set()).add(role)
    rest = max(by_outcome, key=lambda outcome: len(by_outcome[outcome]))
    clauses = [f"{out} {' '.join(_short(by_outcome[out]))}" for out in by_outcome if out != rest]
    return " | ".join([*sorted(clauses), f"{rest} *"])


@cache
def tables() -> dict[str, dict[str, Row]]:
    """Rows by route and method."""
    found: dict[str, dict[str, Row]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for route, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert route not in found, f"{route} stands in {path.name} and in another table"
            found[route] = {method: _row(route, method, row) for method, row in rows.items()}
    return found


def _row(route: str, method: str, row: str | dict[str, Any]) -> Row:
    return Row(route, method, row) if isinstance(row, str) else Row(route, method, **row)


def _roles(name: str) -> tuple[str, ...]:
    if name == "*":
        return ROLES
    assert name in GROUPS or name in ROLES, f"nobody is called {name}"
    return GROUPS.get(name, (name,))


def _rank(name: str) -> str:
    return name if name == "*" else "group" if name in GROUPS else "role"


def _short(roles: set[str]) -> list[str]:
    names: list[str] = []
    left = set(roles)
    for group in sorted(GROUPS, key=lambda group: -len(GROUPS[group])):
        if set(GROUPS[group]) <= left:
            names.append(group)
            left -= set(GROUPS[group])
    return names + [role for role in ROLES if role in left]
