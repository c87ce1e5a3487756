"""A home for one test."""

from pathlib import Path

import pytest

from operations.launcher.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    created = Home(tmp_path / "home")
    created.create()
    return created
