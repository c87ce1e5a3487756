"""The manifest of a copy: written last, read first, compared with everything."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

FORMAT: Final = 2
# Copies of that format have no seal.
UNSEALED_FORMAT: Final = 1
NAME = "manifest.json"
_SQL_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_MIGRATION = re.compile(r"[A-Za-z0-9_]{1,255}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS_IN = ("sealed", "apart", "nowhere")


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
    "sealed" in the archive, "apart" in a separate file, or "nowhere". `seal` is a MAC of the rest
    (`keys.seal_of`), so that nobody without the keys of the portal can write a copy."""

    made_at: str
    versions: dict[str, str]
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TableRecord, ...]
    sequences: tuple[SequenceRecord, ...]
    files: FilesRecord
    keys: dict[str, str]
    keys_in: str
    format: int = field(default=FORMAT)
    seal: str = ""

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(table.rows for table in self.tables)

    @property
    def sealed_text(self) -> bytes:
        """What the seal covers: everything but itself."""
        content = {name: value for name, value in asdict(self).items() if name != "seal"}
        return json.dumps(content, ensure_ascii=True, sort_keys=True).encode()

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the manifest of a copy.

        Raises BackupError when there is no complete copy there, one of another format, or one with
        names that no copy has.
        """
        try:
            content = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if content["format"] not in (FORMAT, UNSEALED_FORMAT):
                raise BackupError(
                    f"Format cadangan {content['format']} tidak dikenal (unknown format)."
                )
            manifest = cls._built(content)
            manifest._check_names()
            return manifest
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
            format=content["format"],
            seal=str(content.get("seal", "")),
        )

    def _check_names(self) -> None:
        """Raise BackupError for names that no copy has: they become paths and parts of SQL."""
        _require(_SQL_NAME, (table.name for table in self.tables), unique=True)
        for table in self.tables:
            _require(_SQL_NAME, table.columns, unique=True)
        _require(_SQL_NAME, (sequence.name for sequence in self.sequences), unique=True)
        _require(_MIGRATION, (part for pair in self.migrations for part in pair))
        _require(_SHA256, (table.sha256 for table in self.tables))
        _require(_SHA256, [self.files.list_sha256])
        if self.keys_in not in _KEYS_IN:
            raise BackupError(f"Tempat kunci {self.keys_in!r} tidak dikenal (unknown place).")
        counts = [*(table.rows for table in self.tables), self.files.count, self.files.bytes]
        if any(type(count) is not int or count < 0 for count in counts):
            raise BackupError("Manifes memuat jumlah yang bukan bilangan (not a count).")


def _require(form: re.Pattern[str], names: Iterable[Any], *, unique: bool = False) -> None:
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, str) or not form.fullmatch(name) or (unique and name in seen):
            raise BackupError(f"Manifes memuat nama {name!r:.80} (a name that no copy has).")
        seen.add(name)
