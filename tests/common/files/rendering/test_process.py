"""The drawing process: pages of PDFs as pictures, and what it does with hostile ones."""

import threading
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from pikepdf import Pdf
from PIL import Image

from common.files.confined import ProcessEnded, ProcessNotStarted
from common.files.media_types import PDF
from common.files.rendering import process
from common.files.rendering.__main__ import main
from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import THUMBNAIL_BYTES, Picture
from common.files.rendering.process import RendererBusy, draw
from tests.common.files.hostile_files import ATTACKS, plain_pdf


def drawn(
    folder: Path, content: bytes, picture: Literal["thumbnail", "page"], number: int = 1
) -> Picture:
    source = folder / "clean"
    source.write_bytes(content)
    return draw(picture, PDF, source, folder / "picture", number=number)


def blank(width: float, height: float) -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(width, height))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_the_first_page_is_the_thumbnail(tmp_path: Path) -> None:
    found = drawn(tmp_path, plain_pdf(pages=3), "thumbnail")
    assert (found.width, found.height, found.pages) == (240, 311, 3)
    assert len(found.content) <= THUMBNAIL_BYTES


def test_a_page_is_drawn_large_enough_to_read(tmp_path: Path) -> None:
    found = drawn(tmp_path, plain_pdf(pages=3), "page", 2)
    assert (found.width, found.height, found.pages) == (1240, 1605, 3)
    with Image.open(BytesIO(found.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1240, 1605))
        # The page says something in black.
        assert picture.convert("L").getextrema()[0] < 60  # type: ignore[operator]


@pytest.mark.parametrize("number", [0, 4, 10**9])
def test_there_is_no_page_past_the_last(tmp_path: Path, number: int) -> None:
    with pytest.raises(CannotRender) as refusal:
        drawn(tmp_path, plain_pdf(pages=3), "page", number)
    assert refusal.value.code == "no_page"


@pytest.mark.parametrize(
    ("width", "height", "measures"),
    [(14400, 14400, (1240, 1240)), (14400, 3, (1240, 1)), (3, 14400, (1, 2480))],
)
def test_a_page_of_any_size_stays_within_the_box(
    tmp_path: Path, width: float, height: float, measures: tuple[int, int]
) -> None:
    source = tmp_path / "clean"
    source.write_bytes(blank(width, height))
    answer = main("page", PDF, source, tmp_path / "picture", 1)
    assert answer == {"width": measures[0], "height": measures[1], "pages": 1}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", plain_pdf()[:200], b"<html>"])
def test_a_broken_pdf_has_no_picture(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "clean"
    source.write_bytes(content)
    assert main("thumbnail", PDF, source, tmp_path / "picture", 1) == {"cannot": "broken"}


LIGHT = [a for a in ATTACKS if a.name.startswith("pdf-") and "bomb" not in a.name]


def test_hostile_pdfs_are_drawn_or_refused_in_the_process(tmp_path: Path) -> None:
    """They would be cleaned first; here they come as they are, and nothing else may happen."""
    for attack in LIGHT[::12]:
        try:
            found = drawn(tmp_path, attack.make(), "page")
        except CannotRender:
            continue
        assert 0 < found.width <= 1240


def test_more_at_once_than_there_are_slots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_SLOTS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.01)
    assert process._SLOTS.acquire()
    with pytest.raises(RendererBusy):
        drawn(tmp_path, plain_pdf(), "page")


def test_a_process_that_does_not_start_or_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(error: Exception) -> None:
        def run(*_args: object, **_kwargs: object) -> dict[str, object]:
            raise error

        monkeypatch.setattr(process, "run_confined", run)

    fails(ProcessNotStarted("BlockingIOError"))
    with pytest.raises(RendererBusy):
        drawn(tmp_path, plain_pdf(), "page")
    fails(ProcessEnded())
    with pytest.raises(CannotRender) as refusal:
        drawn(tmp_path, plain_pdf(), "page")
    assert refusal.value.code == "too_heavy"
