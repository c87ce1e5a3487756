"""People around an enterprise, and a folder for uploads that must be left empty."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.files.cleaning import __main__ as cleaning
from common.files.cleaning import process as cleaning_process
from common.files.rendering import __main__ as drawing
from common.files.rendering import process as drawing_process
from common.files.signatures import __main__ as signatures
from common.files.signatures import process as signatures_process
from tests.factories.programs import Cast, cast_of


@pytest.fixture
def people(db: None) -> Cast:
    return cast_of()


@pytest.fixture
def files_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean and draw files here: starting a process for each takes most of the time of a test."""
    monkeypatch.setattr(cleaning_process, "_run", cleaning.main)
    monkeypatch.setattr(drawing_process, "_run", drawing.main)
    monkeypatch.setattr(signatures_process, "_run", signatures.main)


@pytest.fixture
def upload_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Receive uploads in a folder of its own, and check that none is left there."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    yield folder
    assert list(folder.iterdir()) == []
