"""One running portal for all fault tests, brought back to the same state before each of them."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.database import WorkerDatabase
from tests.faults.baseline import Baseline
from tests.faults.load import PACE, Load
from tests.faults.portal import Portal

# More than any one test sends.
DRAFTS = 20


@dataclass
class Scene:
    """The portal, the token of an owner, and applications ready to be submitted.

    `other` is another owner with one draft: `token`, `user`, `ids`.
    """

    portal: Portal
    token: str
    ids: list[int]
    other: dict[str, Any]

    def load(self, count: int, pace: float = PACE) -> Load:
        assert len(self.ids) >= count, "make more drafts"
        taken, self.ids[:count] = self.ids[:count], []
        return Load(self.portal, self.token, taken, pace)


@pytest.fixture(scope="package")
def baseline(request: pytest.FixtureRequest, exhaustive: bool) -> Iterator[Baseline]:
    # Not pytest's own folder: only root may enter that, and the database server is not root.
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)
    try:
        portal = Portal(folder / "home")
        if not exhaustive:
            # Else the portal migrates by itself, at the same time as the template of the tests.
            database: WorkerDatabase = request.getfixturevalue("worker_database")
            portal.environment["RECORDED_MIGRATIONS"] = str(database.migrations)
        with portal.running():
            created = portal.python("-m", "tests.faults.drafts_process", str(DRAFTS))
            drafts = json.loads(created.stdout.splitlines()[-1])
            yield Baseline(portal, drafts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def scene(baseline: Baseline) -> Scene:
    baseline.restore()
    return Scene(baseline.portal, baseline.token, list(baseline.ids), baseline.other)
