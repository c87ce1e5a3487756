"""One PDF of a summary and files: every page in its place, and hostile files end nothing."""

import json
import threading
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name, Pdf
from PIL import Image

from common.errors import StorageFull
from common.files.confined import ProcessEnded, ProcessNotStarted
from common.files.merging import RESULT, process
from common.files.merging.cannot import CannotMerge
from common.files.merging.merge import merge
from common.files.merging.process import MergerBusy, Part, merged
from tests.common.files.hostile_files import plain_pdf

TEMPLATE = """
#let data = json("data.json")
#set page(paper: "a4", margin: 20mm)
#data.title
#for part in data.parts {
  for number in range(part.pages) {
    pagebreak()
    block(height: 6mm, part.title)
    if part.kind == "image" { image(part.file, width: 100%, height: 90%, fit: "contain") }
  }
}
"""
# What a template language would run, and Typst itself.
HOSTILE = '#read("/etc/passwd") $ * _ `x` <b> {{ 1 }} \\ "\n\u202e 😀'


def picture(image_format: str) -> bytes:
    out = BytesIO()
    mode = "RGB" if image_format == "JPEG" else "RGBA"
    Image.new(mode, (300, 200), "teal").save(out, image_format)
    return out.getvalue()


def turned_pdf() -> bytes:
    out = BytesIO()
    with Pdf.open(BytesIO(plain_pdf(pages=2))) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(out)
    return out.getvalue()


def filled(folder: Path, files: list[tuple[str, bytes]]) -> Path:
    """Write what the merging process finds in its folder."""
    (folder / "summary.typ").write_text(TEMPLATE, encoding="utf-8")
    parts = []
    for number, (media_type, content) in enumerate(files, 1):
        (folder / f"part-{number}").write_bytes(content)
        parts.append({"file": f"part-{number}", "title": HOSTILE, "media_type": media_type})
    data = json.dumps({"title": HOSTILE, "parts": parts})
    (folder / "data.json").write_text(data, encoding="utf-8")
    return folder


def pages_with_a_page_on_them(folder: Path) -> list[int]:
    with Pdf.open(folder / RESULT) as pdf:
        return [
            number
            for number, page in enumerate(pdf.pages, 1)
            if any(
                item.get(Name.Subtype) == Name.Form
                for item in page.resources.get(Name.XObject, {}).values()
            )
        ]


def test_every_page_is_in_its_place(tmp_path: Path) -> None:
    files = [
        ("image/jpeg", picture("JPEG")),
        ("application/pdf", turned_pdf()),
        ("image/png", picture("PNG")),
        ("image/webp", picture("WEBP")),
        ("application/pdf", plain_pdf()),
    ]
    assert merge(filled(tmp_path, files)) == 7
    assert pages_with_a_page_on_them(tmp_path) == [3, 4, 7]


def test_a_summary_without_files_is_one_too(tmp_path: Path) -> None:
    assert merge(filled(tmp_path, [])) == 1


@pytest.mark.parametrize(
    "file",
    [
        ("image/jpeg", b"\xff\xd8\xff"),
        ("image/jpeg", b""),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("application/pdf", b"%PDF-1.7"),
        ("application/pdf", b"<html>"),
    ],
)
def test_a_broken_file_is_said(tmp_path: Path, file: tuple[str, bytes]) -> None:
    with pytest.raises(CannotMerge) as refusal:
        merge(filled(tmp_path, [file]))
    assert refusal.value.code == "broken"


def test_there_are_not_more_pages_than_the_limit(tmp_path: Path) -> None:
    with pytest.raises(CannotMerge) as refusal:
        merge(filled(tmp_path, [("application/pdf", plain_pdf(pages=200))] * 3))
    assert refusal.value.code == "too_many_pages"


def made(tmp_path: Path, settings: Any, parts: list[Part]) -> int:
    """Merge in a process; return the number of pages. Nothing is left in the folder."""
    template = tmp_path / "template.typ"
    template.write_text(TEMPLATE, encoding="utf-8")
    settings.FILE_UPLOAD_TEMP_DIR = scratch = tmp_path / "scratch"
    scratch.mkdir()
    try:
        with merged(template, {"title": HOSTILE}, parts) as pdf:
            pass
        with pdf, Pdf.open(BytesIO(pdf.read())) as opened:
            return len(opened.pages)
    finally:
        assert list(scratch.iterdir()) == []


def test_it_is_made_in_a_process_and_leaves_nothing(tmp_path: Path, settings: Any) -> None:
    part = Part("KTP", "application/pdf", partial(BytesIO, plain_pdf(pages=2)))
    assert made(tmp_path, settings, [part]) == 3


def test_what_the_process_cannot_do_is_said(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for failure, expected in (
        (ProcessNotStarted("BlockingIOError"), MergerBusy),
        (ProcessEnded(), CannotMerge),
        (OSError(28, "No space left on device"), StorageFull),
    ):

        def run(*_args: object, error: Exception = failure, **_kwargs: object) -> None:
            raise error

        monkeypatch.setattr(process, "run_confined", run)
        with pytest.raises(expected):
            made(tmp_path, settings, [])
        (tmp_path / "scratch").rmdir()


def test_one_is_made_at_a_time(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_SLOTS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.01)
    assert process._SLOTS.acquire()
    with pytest.raises(MergerBusy):
        made(tmp_path, settings, [])
