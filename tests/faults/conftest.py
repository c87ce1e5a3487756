"""One running portal for all scenarios, and its files ready to be sent."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.load import PACE, Load
from tests.faults.portal import Portal

DRAFTS = 150


@dataclass
class Scene:
    """The portal, its owner's token, and files that nobody has sent yet."""

    portal: Portal
    token: str
    ids: list[int]

    def load(self, count: int, pace: float = PACE) -> Load:
        assert len(self.ids) >= count, "make more drafts"
        taken, self.ids[:count] = self.ids[:count], []
        return Load(self.portal, self.token, taken, pace)


@pytest.fixture(scope="package")
def scene() -> Iterator[Scene]:
    # Not pytest's own folder: only root may walk through that, and the database is not root.
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)
    try:
        with Portal(folder / "home").running() as portal:
            made = portal.python("-m", "tests.faults.drafts_process", str(DRAFTS))
            found = json.loads(made.stdout.splitlines()[-1])
            yield Scene(portal, found["token"], found["ids"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _reference_again() -> None:
    """These tests have a database of their own; the shared one is not touched."""


@pytest.fixture(autouse=True)
def _own_folders() -> None:
    """Nor are its folders."""
