"""The manifest of a copy: written last, read first, compared with everything."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

FORMAT = 1
NAME = "manifest.json"


class BackupError(Exception):
    """The copy cannot be made, read or restored; the text is for the administrator."""


@dataclass(frozen=True)
class TableRecord:
    """One table: `sha256` is of its rows as COPY text in the order of the primary key."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class SequenceRecord:
    """The state of a sequence; unlike rows it may be ahead of the snapshot, never behind."""

    name: str
    last_value: int
    is_called: bool


@dataclass(frozen=True)
class FilesRecord:
    """Every copied file is a line of `media.sha256`, which sha256sum can check."""

    count: int
    bytes: int
    list_sha256: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The whole copy. `keys` maps a key's name to its fingerprint; `keys_in` is where keys are:
    "sealed" in the archive, "apart" in a separate file, or "nowhere"."""

    made_at: str
    versions: dict[str, str]
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TableRecord, ...]
    sequences: tuple[SequenceRecord, ...]
    files: FilesRecord
    keys: dict[str, str]
    keys_in: str
    format: int = field(default=FORMAT)

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(table.rows for table in self.tables)

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the manifest of a copy.

        Raises BackupError when there is no whole copy there, or one of another format.
        """
        try:
            content = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise BackupError(
                    f"Format cadangan {content['format']} tidak dikenal (unknown format)."
                )
            return cls._built(content)
        except OSError as error:
            raise BackupError(f"Bukan cadangan: {folder} (no {NAME} there).") from error
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{folder / NAME} rusak (damaged).") from error

    @classmethod
    def _built(cls, content: dict[str, Any]) -> Self:
        files = content["files"]
        return cls(
            made_at=content["made_at"],
            versions=content["versions"],
            migrations=tuple((app, name) for app, name in content["migrations"]),
            tables=tuple(
                TableRecord(each["name"], tuple(each["columns"]), each["rows"], each["sha256"])
                for each in content["tables"]
            ),
            sequences=tuple(SequenceRecord(**each) for each in content["sequences"]),
            files=FilesRecord(**{**files, "missing": tuple(files["missing"])}),
            keys=content["keys"],
            keys_in=content["keys_in"],
        )
