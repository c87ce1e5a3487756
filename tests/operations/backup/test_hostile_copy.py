"""A copy that another person wrote or changed: refused before anything is written or run."""

import base64
import hashlib
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from operations.backup import archive, files, keys, recovery, schema
from operations.backup.manifest import NAME, BackupError, FilesRecord, Manifest, TableRecord

Change = Callable[[dict[str, Any]], None]
SHA = "0" * 64
KEYS = {"secret_key": "c2VjcmV0", "index_key": "aW5kZXg=", "field_key": "ZmllbGQ="}


def _copy(folder: Path, *, with_keys: dict[str, str] | None = None) -> Path:
    """Write the smallest copy that is whole."""
    (folder / "media").mkdir(parents=True)
    (folder / "tables").mkdir()
    (folder / files.LIST).write_text("")
    manifest = Manifest(
        made_at="2026-11-28T00:00:00+00:00",
        versions={},
        migrations=(("accounts", "0001_initial"),),
        tables=(),
        sequences=(),
        files=FilesRecord(0, 0, hashlib.sha256(b"").hexdigest()),
        keys=keys.fingerprints(),
        keys_in="apart",
    )
    _write(folder, manifest, with_keys or keys.current_keys())
    return folder


def _write(folder: Path, manifest: Manifest, with_keys: dict[str, str]) -> None:
    content = {**vars(manifest), "seal": ""}
    sealed = Manifest(**{**content, "seal": keys.seal_of(manifest.sealed_text, with_keys)})
    sealed.write(folder)


def _changed(folder: Path, change: Change) -> Path:
    content = json.loads((folder / NAME).read_text())
    change(content)
    (folder / NAME).write_text(json.dumps(content))
    return folder


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fail on whatever would write or run something, and on the first look at the database."""
    touched: list[str] = []

    def forbid(name: str) -> Callable[..., Any]:
        def touch(*args: Any, **kwargs: Any) -> Any:
            touched.append(name)
            raise AssertionError(name)

        return touch

    for place, name in (
        (schema, "migrate_to"), (schema, "set_aside"), (schema, "migrate_forward"),
        (schema, "require_sole_connection"), (recovery, "_staging_folder"), (keys, "install"),
        (files, "copy_in"), (subprocess, "run"),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, forbid(name))
    monkeypatch.setattr(recovery, "_require_this_version", lambda *args, **kwargs: None)
    return touched


def _refused(copy: Path, words: str, **options: Any) -> None:
    with pytest.raises(BackupError, match=words):
        recovery.restore(copy, say=lambda _text: None, **options)


NAMES: dict[str, Change] = {
    "a table outside": lambda m: m["tables"].append(
        {"name": "../../etc/passwd", "columns": [], "rows": 0, "sha256": SHA}
    ),
    "a table in words": lambda m: m["tables"].append(
        {"name": 'x"; DROP TABLE y; --', "columns": [], "rows": 0, "sha256": SHA}
    ),
    "a column in words": lambda m: m["tables"].append(
        {"name": "x", "columns": ["a) FROM PROGRAM 'id"], "rows": 0, "sha256": SHA}
    ),
    "a table twice": lambda m: m["tables"].extend(
        [{"name": "x", "columns": [], "rows": 0, "sha256": SHA}] * 2
    ),
    "a sequence": lambda m: m["sequences"].append(
        {"name": "pg_catalog.x", "last_value": 1, "is_called": True}
    ),
    "a migration": lambda m: m["migrations"].append(["--settings=evil", "0001"]),
    "a path as a migration": lambda m: m["migrations"].append(["accounts", "../0001"]),
    "a hash": lambda m: m["files"].update(list_sha256="../x"),
    "a number": lambda m: m["files"].update(count="1; x"),
    "a negative number": lambda m: m["files"].update(count=-1),
    "a list as a name": lambda m: m["tables"].append(
        {"name": ["x"], "columns": [], "rows": 0, "sha256": SHA}
    ),
    "a place of keys": lambda m: m.update(keys_in="/tmp/x"),
}


@pytest.mark.parametrize("change", NAMES.values(), ids=NAMES)
def test_a_name_that_no_copy_has_is_refused_first(
    change: Change, tmp_path: Path, nothing_runs: list[str]
) -> None:
    copy = _changed(_copy(tmp_path / "copy"), change)
    _refused(copy, "a name that no copy has|unknown place|not a count|damaged")
    assert nothing_runs == []


CONTENT: dict[str, Change] = {
    "one more migration": lambda m: m["migrations"].append(["accounts", "0002_initial"]),
    "another hash": lambda m: m["tables"].append(
        {"name": "accounts_user", "columns": ["id"], "rows": 1, "sha256": SHA}
    ),
    "another time": lambda m: m.update(made_at="2020-01-01"),
    "no seal": lambda m: m.update(seal=""),
    "half a seal": lambda m: m.update(seal=m["seal"][:32]),
    "another seal": lambda m: m.update(seal=SHA),
}


@pytest.mark.parametrize("change", CONTENT.values(), ids=CONTENT)
def test_a_changed_manifest_breaks_its_seal(
    change: Change, tmp_path: Path, nothing_runs: list[str]
) -> None:
    copy = _changed(_copy(tmp_path / "copy"), change)
    _refused(copy, "seal does not fit")
    _refused(copy, "seal does not fit", unsealed=True)
    with pytest.raises(BackupError, match="seal does not fit"):
        archive.verify(copy)
    assert nothing_runs == []


def test_a_copy_by_somebody_without_the_keys_is_refused(
    tmp_path: Path, nothing_runs: list[str]
) -> None:
    forged = {**keys.current_keys(), "index_key": base64.b64encode(os.urandom(32)).decode()}
    _refused(_copy(tmp_path / "copy", with_keys=forged), "seal does not fit")
    assert nothing_runs == []


def test_a_copy_from_before_seals_needs_a_word_of_its_own(
    tmp_path: Path, nothing_runs: list[str]
) -> None:
    def unseal(manifest: dict[str, Any]) -> None:
        del manifest["seal"]
        manifest["format"] = 1

    copy = _changed(_copy(tmp_path / "copy"), unseal)
    _refused(copy, "--unsealed")
    with pytest.raises(AssertionError, match="require_sole_connection"):
        recovery.restore(copy, say=lambda _text: None, unsealed=True)
    assert nothing_runs == ["require_sole_connection"]


def test_a_whole_copy_passes_and_verifies(tmp_path: Path) -> None:
    copy = _copy(tmp_path / "copy")
    assert archive.verify(copy) == Manifest.read(copy)


@pytest.mark.parametrize(
    "name",
    ["../.bashrc", "/etc/cron.d/x", "field_key.1/../../x", "settings.py", "field_key.٢", "", ".x"],
)
def test_a_key_file_installs_keys_only(name: str, tmp_path: Path, nothing_runs: list[str]) -> None:
    other = {**keys.current_keys(), "field_key": base64.b64encode(os.urandom(32)).decode()}
    copy = _copy(tmp_path / "copy", with_keys=other)
    wanted = keys.fingerprints_of({**other})
    _changed(copy, lambda m: m.update(keys={**m["keys"], **wanted}))
    path = tmp_path / "hostile.keys"
    keys.write(path, {**other, name: "eA=="})
    _refused(copy, "no key's name", keys_file=path)
    assert nothing_runs == []


@pytest.mark.parametrize("text", ["", "not base64!", "a\nb c", 7, None, ["x"]])
def test_a_key_that_is_none_is_refused(text: Any, tmp_path: Path) -> None:
    path = tmp_path / "broken.keys"
    keys.write(path, {**KEYS, "field_key": text})
    with pytest.raises(BackupError, match="damaged"):
        keys.read(path)


@pytest.mark.parametrize(
    "name",
    [
        "../../outside", "/etc/passwd", "documents/../../x", ".before-restore-1/x", ".restoring/x",
        "documents/.hidden", "a//b", "./a", "", "documents\\..\\x",
    ],
)  # fmt: skip
def test_a_file_that_leaves_its_folder_is_refused(
    name: str, tmp_path: Path, nothing_runs: list[str]
) -> None:
    copy = _copy(tmp_path / "copy")
    listing = f"{SHA}  media/{name}\n"
    (copy / files.LIST).write_text(listing)
    record = FilesRecord(1, 1, hashlib.sha256(listing.encode()).hexdigest())
    manifest = Manifest(**{**vars(Manifest.read(copy)), "files": record})
    _write(copy, manifest, keys.current_keys())
    _refused(copy, "points outside|is a link")
    assert nothing_runs == []


@pytest.mark.parametrize("what", ["a file", "a folder"])
def test_a_link_out_of_the_copy_is_refused(
    what: str, tmp_path: Path, nothing_runs: list[str]
) -> None:
    copy, secret = _copy(tmp_path / "copy"), tmp_path / "secret"
    secret.mkdir()
    (secret / "x").write_text("rahasia")
    if what == "a file":
        (copy / "media" / "x").symlink_to(secret / "x")
    else:
        (copy / "media" / "documents").symlink_to(secret)
    name = "x" if what == "a file" else "documents/x"
    listing = f"{hashlib.sha256(b'rahasia').hexdigest()}  media/{name}\n"
    (copy / files.LIST).write_text(listing)
    record = FilesRecord(1, 7, hashlib.sha256(listing.encode()).hexdigest())
    manifest = Manifest(**{**vars(Manifest.read(copy)), "files": record})
    _write(copy, manifest, keys.current_keys())
    _refused(copy, "is a link")
    assert nothing_runs == []


def test_a_link_in_place_of_a_table_is_refused(tmp_path: Path, nothing_runs: list[str]) -> None:
    copy = _copy(tmp_path / "copy")
    table = TableRecord("accounts_user", ("id",), 0, hashlib.sha256(b"").hexdigest())
    _write(copy, Manifest(**{**vars(Manifest.read(copy)), "tables": (table,)}), keys.current_keys())
    (copy / "tables" / "accounts_user.copy.gz").symlink_to("/etc/hostname")
    _refused(copy, "is a link")
    assert nothing_runs == []


def test_a_manifest_that_changes_under_the_reader_is_refused(
    tmp_path: Path, nothing_runs: list[str]
) -> None:
    copy = _copy(tmp_path / "copy")
    other = Manifest(**{**vars(Manifest.read(copy)), "made_at": "later"})
    with mock.patch.object(archive, "verify", return_value=other):
        _refused(copy, "changed while it was read")
    assert nothing_runs == []
