"""People around an enterprise, and a folder for uploads that must be left empty."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.programs import Cast, cast_of


@pytest.fixture
def people(db: None) -> Cast:
    return cast_of()


@pytest.fixture
def upload_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Receive uploads in a folder of its own, and check that none is left there."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    yield folder
    assert list(folder.iterdir()) == []
