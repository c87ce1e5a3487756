"""Rows of reference data in a TOML file."""

import tomllib
from pathlib import Path
from typing import Any, cast


def toml_rows(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows `[[table]]` of the file; raises KeyError where it has none."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return cast("list[dict[str, Any]]", content[table])
