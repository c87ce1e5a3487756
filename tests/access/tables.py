"""The expected outcomes: one line per address and method in `tests/access/*.toml`.

    ["pengajuan/<int:application_id>/"]
    GET = "200 owner helper | sign-in visitor unverified | 404 *"

Outcomes are statuses, or a redirect to the page for `sign-in` or for the `second-step`. `*` means
all other roles; roles and groups are in `tests/access/people.py`. A GET by any role writes nothing,
nor does any request that is refused. A table instead of a line has more options:

    "POST approve" = { at = "decision", body = { name = "approve" }, outcomes = "200 decider" }

`at` is one of `SCENES` in `tests/access/world.py`; `query` is the query string. In a body, `<name>`
means the same row (`World.address_parts`) as in a URL. A page without a row for POST
refuses it to everyone; PUT and DELETE do nothing at a page.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from tests.access.people import GROUPS, ROLES

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """The outcomes at one address of one method (and body)."""

    route: str
    method: str
    outcomes: str
    at: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    @property
    def verb(self) -> str:
        return self.method.split()[0]

    def outcome_by_role(self) -> dict[str, str]:
        """Return the outcome per role. Fails when a role has none."""
        by_role: dict[str, str] = {}
        for rank in ("*", "group", "role"):
            for outcome, name in self._clauses():
                by_role |= {role: outcome for role in _roles(name) if _rank(name) == rank}
        missing = set(ROLES) - set(by_role)
        assert not missing, f"{self.route} {self.method} has no outcome for {sorted(missing)}"
        return by_role

    def sampled_roles(self) -> frozenset[str]:
        """Return a role of each outcome: whoever may, and whoever is refused in each way.

        Chosen by a checksum, so that rows of the same outcomes have different roles.
        """
        key = f"{self.route} {self.method} "
        ranked = sorted(ROLES, key=lambda role: crc32((key + role).encode()), reverse=True)
        by_role = self.outcome_by_role()
        return frozenset({by_role[role]: role for role in ranked}.values())

    def _clauses(self) -> Iterator[tuple[str, str]]:
        for clause in self.outcomes.split("|"):
            outcome, *names = clause.split()
            yield from ((outcome, name) for name in names)


def shortest_line(outcomes: dict[str, str]) -> str:
    """Return these outcomes as the shortest line of a table."""
    by_outcome: dict[str, set[str]] = {}
    for role, outcome in outcomes.items():
        by_outcome.setdefault(outcome, set()).add(role)
    rest = max(by_outcome, key=lambda outcome: len(by_outcome[outcome]))
    clauses = [
        f"{out} {' '.join(_with_groups(by_outcome[out]))}" for out in by_outcome if out != rest
    ]
    return " | ".join([*sorted(clauses), f"{rest} *"])


@cache
def tables() -> dict[str, dict[str, Row]]:
    """Return the rows by route and method."""
    found: dict[str, dict[str, Row]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for route, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert route not in found, f"{route} is in {path.name} and in another table"
            found[route] = {method: _row(route, method, row) for method, row in rows.items()}
    return found


def _row(route: str, method: str, row: str | dict[str, Any]) -> Row:
    return Row(route, method, row) if isinstance(row, str) else Row(route, method, **row)


def _roles(name: str) -> tuple[str, ...]:
    if name == "*":
        return ROLES
    assert name in GROUPS or name in ROLES, f"{name} is neither a role nor a group"
    return GROUPS.get(name, (name,))


def _rank(name: str) -> str:
    return name if name == "*" else "group" if name in GROUPS else "role"


def _with_groups(roles: set[str]) -> list[str]:
    names: list[str] = []
    left = set(roles)
    for group in sorted(GROUPS, key=lambda group: -len(GROUPS[group])):
        if set(GROUPS[group]) <= left:
            names.append(group)
            left -= set(GROUPS[group])
    return names + [role for role in ROLES if role in left]
