"""A full disk: clear answers, nothing half stored, and the same request succeeds later."""

import io
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.faults.conftest import Scene
from tests.faults.test_slow_clients import multipart, rows_and_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk"),
]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of that size over the folder for as long as the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("may not mount")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def photograph() -> bytes:
    """Return a JPEG of about 200 KiB that re-encoding does not make smaller."""
    out = io.BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(480_000)).save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def draft(scene: Scene) -> int:
    return scene.ids.pop()


def upload(scene: Scene, application: int, content: bytes) -> tuple[int, str]:
    body, kind = multipart("ktp", content)
    request = urllib.request.Request(
        f"http://127.0.0.1:{scene.portal.port}/api/v1/applications/{application}/documents/",
        data=body,
        headers={
            "Authorization": f"Token {scene.token}",
            "Content-Type": kind,
            "Idempotency-Key": f"penuh-{application}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_an_upload_without_room_keeps_nothing_and_succeeds_later(scene: Scene, draft: int) -> None:
    content = photograph()
    documents = scene.portal.home / "media" / "documents"
    with small_disk(documents, "64k"):
        before = rows_and_files(scene)
        status, text = upload(scene, draft, content)
        assert (status, "storage_full" in text) == (507, True), text
        assert rows_and_files(scene) == before
    rows, files = rows_and_files(scene)
    status, text = upload(scene, draft, content)
    assert status in (200, 201), text
    assert rows_and_files(scene) == (rows + 1, files + 1)


def test_letters_without_room_wait_and_go_out_later(scene: Scene) -> None:
    portal = scene.portal
    with small_disk(portal.home / "mail", "4k"):
        (portal.home / "mail" / "full").write_bytes(b"x" * 4096)
        with scene.load(1) as load:
            pass
        (application,) = load.ids
        waits = (
            "SELECT d.channel, d.status, d.reason FROM notifications_delivery d "
            "JOIN notifications_outboxmessage m ON m.id = d.message_id WHERE m.link = %s "
            "AND d.status = 'waiting'"
        )
        link = f"/pengajuan/{application}/"
        portal.wait(lambda: len(portal.rows(waits, link)) == 1)
        ((channel, _status, reason),) = portal.rows(waits, link)
        assert channel == "email"
        assert "OSError" in reason
    with portal.database() as connection:
        # The next attempt is half a minute away; the row is made due.
        connection.execute(
            "UPDATE notifications_outboxmessage SET next_attempt_at = now() WHERE link = %s",
            (link,),
        )
    sent = waits.replace("'waiting'", "'sent'")
    portal.wait(lambda: {row[0] for row in portal.rows(sent, link)} == {"email", "inbox"})
