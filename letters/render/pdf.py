"""Typesetting a letter with Typst: PDF/A-2a and PDF/UA-1, without a picture of a signature."""

import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import Conflict
from common.files.qr_code import qr_svg
from letters.policies.drawable import is_plain
from letters.selectors.logos import image_of

_LOG = logging.getLogger(__name__)
_TEMPLATE: Final = settings.BASE_DIR / "templates" / "letters/letter.typ"
_STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]
_DOTS_PER_INCH: Final = 96.0


def typeset(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a letter's content (`letters.render.content`), not signed yet.

    Values pass as JSON, never as text of the template. The same content gives the same pages.
    Raises Conflict `not_typeset` for a text in letters that the fonts of letters do not have.
    """
    try:
        pdf: bytes = _compiled(content, format="pdf", pdf_standards=[*_STANDARDS])
    except typst.TypstError as error:
        _LOG.warning("a letter cannot be typeset")
        raise Conflict("not_typeset", not_typeset_words()) from error
    return pdf


def require_typeset(content: Mapping[str, Any]) -> None:
    """Raise Conflict `not_typeset` where `typeset` would; costs nothing for ordinary texts."""
    if not is_plain(content):
        typeset(content)


def not_typeset_words() -> str:
    """Return in words why a letter that cannot be typeset waits."""
    return _(
        "Isi surat memuat huruf yang tidak dapat dicetak, misalnya aksara lain pada nama usaha. "
        "Batalkan surat ini, dan perbaiki namanya sebelum surat disusun lagi."
    )


def page_pictures(content: Mapping[str, Any]) -> list[bytes]:
    """Return the pages of the same letter as PNG, at 96 dots per inch."""
    pages: bytes | list[bytes] = _compiled(content, format="png", ppi=_DOTS_PER_INCH)
    return [pages] if isinstance(pages, bytes) else pages


def _compiled(content: Mapping[str, Any], **form: Any) -> Any:
    day = date.fromisoformat(content["date"])
    logo = content.get("logo")
    data = {
        **content,
        "qr": qr_svg(content["address"]),
        "day": [day.year, day.month, day.day],
        "logo_bytes": list(image_of(logo)[0]) if logo is not None else None,
    }
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"letter": json.dumps(data)},
        ignore_system_fonts=True,
        **form,
    )
