"""Typesetting a letter with Typst: PDF/A-2a and PDF/UA-1, without a picture of a signature."""

import json
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any, Final, Literal

import segno
import typst
from django.conf import settings

_TEMPLATE: Final = settings.BASE_DIR / "templates" / "letters" / "letter.typ"
_STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]


def typeset(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a letter's content (`letters.render.content`), not signed yet.

    Values pass as JSON, never as text of the template. The same content gives the same pages.
    """
    day = date.fromisoformat(content["date"])
    data = {**content, "qr": _qr(content["address"]), "day": [day.year, day.month, day.day]}
    pdf: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"letter": json.dumps(data)},
        format="pdf",
        pdf_standards=[*_STANDARDS],
        ignore_system_fonts=True,
    )
    return pdf


def _qr(address: str) -> str:
    """Return the QR code of the address as SVG; its correction survives a poor print."""
    out = BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=2, svgns=True, xmldecl=False)
    return out.getvalue().decode()
