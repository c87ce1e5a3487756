"""Typeset a summary with Typst, followed by a page for each picture and each page of a PDF.

The folder holds `summary.typ`, the files, and `data.json`, whose list `parts` names them (`file`,
`media_type`). The template gets each part's `kind` (image or pdf) and `pages`, and leaves the
pages of PDFs empty below their heading; they are laid over it, so text in them stays text.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst
from PIL import Image

from common.files.merging import RESULT
from common.files.merging.cannot import CannotMerge
from common.files.rendering.pictures import on_paper

MAX_PAGES: Final = 400
_MM: Final = 72 / 25.4
_A4_HEIGHT: Final = 297 * _MM
# The space below the heading of an appended page; the template has the same measures.
_FRAME: Final = pikepdf.Rectangle(15 * _MM, 18 * _MM, 195 * _MM, _A4_HEIGHT - 24 * _MM)
_QUALITY: Final = 85


def merge(folder: Path) -> int:
    """Write the PDF to `RESULT` in the folder; return how many pages it has. Raises CannotMerge."""
    data: dict[str, Any] = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    try:
        for part in data["parts"]:
            _measure(folder, part)
        if sum(part["pages"] for part in data["parts"]) > MAX_PAGES:
            raise CannotMerge("too_many_pages")
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        summary = typst.compile(
            str(folder / "summary.typ"), root=str(folder), ignore_system_fonts=True
        )
        return _lay_over(folder, summary, data["parts"])
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError) as error:
        # Pillow, pikepdf and Typst raise these for files that they cannot read.
        raise CannotMerge("broken") from error


def _measure(folder: Path, part: dict[str, Any]) -> None:
    path = folder / part["file"]
    if part["media_type"] == "application/pdf":
        with pikepdf.open(path) as pdf:
            part |= {"kind": "pdf", "pages": len(pdf.pages)}
        return
    # JPEG goes into a PDF as it is; of anything else the pixels would be stored.
    if part["media_type"] == "image/jpeg":
        path.rename(path.with_suffix(".jpg"))
    else:
        with Image.open(path, formats=("PNG", "WEBP")) as opened:
            on_paper(opened).save(path.with_suffix(".jpg"), "JPEG", quality=_QUALITY)
    part |= {"kind": "image", "pages": 1, "file": path.with_suffix(".jpg").name}


def _lay_over(folder: Path, summary: bytes, parts: list[dict[str, Any]]) -> int:
    with pikepdf.open(BytesIO(summary)) as merged:
        position = len(merged.pages) - sum(part["pages"] for part in parts)
        for part in parts:
            if part["kind"] == "pdf":
                with pikepdf.open(folder / part["file"]) as pdf:
                    for page in pdf.pages:
                        merged.pages[position].add_overlay(page, _FRAME)
                        position += 1
            else:
                position += 1
        merged.save(folder / RESULT, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(merged.pages)
