"""Read the schemes of every kind from `<kind>/data`.

Each edition of a scheme is written as its changes to the one before it.

An edition starts with the rows of the edition it `succeeds`, then takes those of the parts it
`uses` (`parts/*.toml`), then its own; a row of the same code replaces only the columns it sets, and
`drop = true` removes a row, `empty = ["value"]` clears a column of it. What a code always means
(label, unit, help) is written once, in `shared/*.toml`. A row of the law without a basis inherits
that of its edition.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from programs.kinds.registry import kinds
from programs.policies.edition_tables import EDITION_TABLES

# Parts and shared rows that any kind may use; a kind has its own beside its schemes.
DATA = Path(__file__).resolve().parents[1] / "data"

Row = dict[str, Any]
_SOURCED = ("rule", "requirement", "stage")
_SHARED: Mapping[str, str] = {"rule": "key", "requirement": "code", "stage": "code"}
_LABELS: Mapping[str, str] = {"rule": "label_id", "requirement": "label_id", "stage": "name_id"}


def read_schemes() -> dict[str, Row]:
    """Read every scheme by its code, each edition complete: `{"scheme": …, "edition": [rows]}`."""
    paths = (path for kind in kinds() for path in kind.data.glob("*.toml"))
    return {path.stem: read_scheme(path) for path in sorted(paths, key=lambda path: path.stem)}


def read_scheme(path: Path) -> Row:
    """Read one scheme file.

    Raises FileNotFoundError for a part and KeyError for an edition that does not exist, ValueError
    for a rule, document or stage without a name.
    """
    content = _read(path)
    editions: dict[str, Row] = {}
    for entry in content["edition"]:
        edition = _complete(entry, editions, path.parent)
        _require_names(edition, f"{path.stem} {edition['code']}")
        editions[entry["code"]] = edition
    return {"scheme": content["scheme"], "edition": list(editions.values())}


def shared_rows(table: str, folder: Path) -> dict[str, Row]:
    """Return the columns shared by each code of `table` in the schemes of one kind's `folder`.

    The columns that a kind sets for a code override those set for all kinds.
    """
    paths = (place / "shared" / f"{table}.toml" for place in (DATA, folder))
    return {code: row for path in paths if path.exists() for code, row in _read(path).items()}


def _part(name: str, folder: Path) -> Row:
    own = folder / "parts" / f"{name}.toml"
    return _read(own if own.exists() else DATA / "parts" / f"{name}.toml")


def _complete(entry: Row, earlier: Mapping[str, Row], folder: Path) -> Row:
    own = {table: entry.get(table, []) for table in EDITION_TABLES}
    edition = {k: v for k, v in entry.items() if k not in (*EDITION_TABLES, "uses", "succeeds")}
    before = earlier[entry["succeeds"]] if "succeeds" in entry else None
    layers = [_part(name, folder) for name in entry.get("uses", [])]
    for table in EDITION_TABLES:
        rows = before[table] if before else []
        if before and table in _SOURCED:
            rows = [_without_basis_of_edition(row, before["legal_basis"]) for row in rows]
        for layer in (*layers, own):
            rows = _merged(table, rows, layer.get(table, []))
        basis = {"legal_basis": edition["legal_basis"]} if table in _SOURCED else {}
        shared = shared_rows(table, folder) if table in _SHARED else {}
        edition[table] = [{**basis, **_shared_row(table, row, shared), **row} for row in rows]
    return edition


def _require_names(edition: Row, where: str) -> None:
    for table, label in _LABELS.items():
        for row in edition[table]:
            if not row.get(label):
                raise ValueError(f"{where}: {table} {row[_SHARED[table]]} has no {label}")


def _merged(table: str, rows: Sequence[Row], changes: Sequence[Row]) -> list[Row]:
    merged = {_identity(table, row): row for row in rows}
    for change in changes:
        identity = _identity(table, change)
        if change.get("drop"):
            del merged[identity]
        else:
            empty = {"empty", *change.get("empty", ())}
            row = {**merged.get(identity, {}), **change}
            merged[identity] = {name: value for name, value in row.items() if name not in empty}
    return list(merged.values())


def _identity(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in EDITION_TABLES[table].identity)


def _shared_row(table: str, row: Row, shared: Mapping[str, Row]) -> Row:
    return shared.get(row[_SHARED[table]], {}) if table in _SHARED else {}


def _without_basis_of_edition(row: Row, legal_basis: str) -> Row:
    """Drop a basis inherited from the edition, since its successor has another."""
    return {k: v for k, v in row.items() if (k, v) != ("legal_basis", legal_basis)}


@cache
def _read(path: Path) -> Row:
    with path.open("rb") as source:
        return tomllib.load(source)
