"""Two workers on one portal: each message is sent once, each export is made once."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.faults import effects
from tests.faults.conftest import Scene
from tests.faults.portal import ROOT, Portal

pytestmark = pytest.mark.slow
FILES = 14
STAFF_EXPORT = (
    "import django; django.setup()\n"
    "from reports.services.exports import request_export\n"
    "from tests.factories.accounts import OfficialFactory\n"
    "staff = OfficialFactory(role='staff', regency=None)\n"
    "print(request_export(staff, 'applications', {}, 'csv').pk)\n"
)


@pytest.fixture
def second_worker(scene: Scene) -> Iterator[None]:
    urls = {
        "DATABASE_URL": scene.portal.database_url,
        "PYTHONUNBUFFERED": "1",
    }
    words = ["worker", "-c", "2", "-l", "INFO", "-n", "second@%h", "--without-gossip"]
    log = scene.portal.home.parent / "second-worker.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "umkm_portal", *words],
            cwd=ROOT,
            env={**scene.portal.environment, **urls},
            stdout=out,
            stderr=out,
        )
    try:
        scene.portal.wait(lambda: "ready." in log.read_text(errors="replace"))
        yield
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.usefixtures("second_worker")
def test_two_workers_send_each_message_once(scene: Scene) -> None:
    with scene.load(FILES) as load:
        pass
    load.resend_unacknowledged()
    scene.portal.wait(lambda: effects.unsent(scene.portal, load.ids) == 0)
    assert effects.of_submissions(scene.portal, load.ids) == effects.expected(load)
    assert effects.letters(scene.portal, load.ids) == effects.Letters(FILES, 0)


@pytest.mark.exhaustive
@pytest.mark.usefixtures("second_worker")
def test_two_workers_make_each_export_once(scene: Scene) -> None:
    portal: Portal = scene.portal
    job = int(portal.python("-c", STAFF_EXPORT).stdout)
    query = "SELECT state FROM reports_exportjob WHERE id = %s"
    portal.wait(lambda: portal.rows(query, job) == [("ready",)])
    made = [path for path in (portal.home / "media" / "exports").iterdir()]
    assert len(made) == portal.rows("SELECT count(*) FROM reports_exportjob")[0][0]
    messages = "SELECT count(*) FROM notifications_outboxmessage WHERE key = 'export.ready'"
    assert portal.rows(messages)[0][0] == len(made)
