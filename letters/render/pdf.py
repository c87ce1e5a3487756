"""Typesetting a letter with Typst: PDF/A-2a and PDF/UA-1, without a picture of a signature."""

import json
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any, Final, Literal

import segno
import typst
from django.conf import settings

_TEMPLATE: Final = settings.BASE_DIR / "templates" / "letters/letter.typ"
_STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]
_DOTS_PER_INCH: Final = 96.0


def typeset(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a letter's content (`letters.render.content`), not signed yet.

    Values pass as JSON, never as text of the template. The same content gives the same pages.
    """
    pdf: bytes = _compiled(content, format="pdf", pdf_standards=[*_STANDARDS])
    return pdf


def page_pictures(content: Mapping[str, Any]) -> list[bytes]:
    """Return the pages of the same letter as PNG, at 96 dots per inch."""
    pages: bytes | list[bytes] = _compiled(content, format="png", ppi=_DOTS_PER_INCH)
    return [pages] if isinstance(pages, bytes) else pages


def _compiled(content: Mapping[str, Any], **form: Any) -> Any:
    day = date.fromisoformat(content["date"])
    data = {**content, "qr": _qr(content["address"]), "day": [day.year, day.month, day.day]}
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"letter": json.dumps(data)},
        ignore_system_fonts=True,
        **form,
    )


def _qr(address: str) -> str:
    """Return the QR code of the address as SVG; its correction survives a poor print."""
    out = BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=2, svgns=True, xmldecl=False)
    return out.getvalue().decode()
