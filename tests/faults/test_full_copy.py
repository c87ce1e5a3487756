"""A backup of a portal under load, restored into another: every table, file and key is equal."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults import effects
from tests.faults.conftest import Scene
from tests.faults.portal import Portal

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]
FILES = 14
READABLE = (
    "import django; django.setup()\n"
    "from enterprises.models import Enterprise\n"
    "rows = list(Enterprise.objects.all())\n"
    "print(len(rows), sum(len(row.nik) == 16 and row.nik.isdigit() for row in rows))\n"
)
SUBMITTED = (
    "SELECT array_agg(id ORDER BY id) FROM applications_application WHERE state = 'submitted'"
)


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found


def key_files(home: Path) -> dict[str, str]:
    names = ("secret_key", "field_key", "index_key")
    return {name: (home / "keys" / name).read_text().strip() for name in names}


def test_a_portal_at_work_is_copied_and_put_back_whole(
    scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, copy, again = scene.portal, tmp_path / "copy", tmp_path / "again"
    with scene.load(FILES, pace=0.7) as load:
        load.wait_for(2)
        started = time.monotonic()
        made = first.manage("backup", str(copy))
        took = time.monotonic() - started
    assert "PERINGATAN" in made.stderr
    found = manifest(copy)
    assert (tmp_path / "copy.keys").stat().st_mode & 0o777 == 0o600

    second = Portal(first.home.with_name("second"))
    with second.running("--servers", sign="Servers ready"):
        started = time.monotonic()
        second.manage("restore", str(copy))
        restored = time.monotonic() - started
        refused = second.manage("restore", str(copy), check=False)
        assert refused.returncode == 1
        assert "not empty" in refused.stderr
        second.manage("restore", str(copy), "--replace")
        second.manage("backup", str(again))
        # No half of a transaction is in the copy.
        whole = effects.of_submissions(second, second.rows(SUBMITTED)[0][0])
        assert [(state, events, letters) for _, _, state, events, letters, *_ in whole] == [
            ("submitted", 1, 1)
        ] * len(whole)
        rows, readable = second.python("-c", READABLE).stdout.split()
    assert rows == readable != "0"
    for part in ("tables", "sequences", "files", "keys", "migrations"):
        assert manifest(again)[part] == found[part], part
    assert key_files(second.home) == key_files(first.home)

    open_file = scene.ids[0]
    with second.running():
        answer = second.ask(
            f"/api/v1/applications/{open_file}/transitions/",
            body={"name": "submit", "data": {"declaration": True}},
            headers={"Authorization": f"Token {scene.token}"},
        )
        assert answer.status == 200, answer.text
    with capsys.disabled():
        print(
            f"\nfull copy under load: {len(found['tables'])} tables, "
            f"{sum(table['rows'] for table in found['tables'])} rows, {found['files']['count']} "
            f"files in {took:.1f} s; restored in {restored:.1f} s; all checksums equal"
        )
