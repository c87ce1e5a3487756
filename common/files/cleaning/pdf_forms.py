"""What annotations of a PDF show: drawn already, drawable here, or drawn by viewers alone.

A filled-in form may hold values without a picture of them. QPDF draws only one line of plain
letters; whatever it would cut, replace or leave out is not drawn but refused by the caller.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from common.files.cleaning.expansion import Expansion

# Annotation flags (ISO 32000-1, 12.5.3): invisible, hidden, not for viewing.
_HIDDEN: Final = 1 | 2 | 32
_DRAWN_BY_VIEWERS: Final = frozenset(
    {
        "/FreeText",
        "/Highlight",
        "/Underline",
        "/StrikeOut",
        "/Squiggly",
        "/Ink",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Text",
        "/Stamp",
        "/Caret",
    }
)
# Field flags (ISO 32000-1, 12.7.4): push button; several lines, password; a list that drops down.
_PUSH_BUTTON: Final = 1 << 16
_NOT_ONE_LINE: Final = 1 << 12 | 1 << 13
_COMBO: Final = 1 << 17
_MOST_LEVELS: Final = 20
_TAG: Final = re.compile(r"<[^<>]*>")
# Operators that put letters, a curve or another picture on a page; blanks and borders need none.
_SHOWING: Final = re.compile(rb"\b(?:Tj|TJ|Do|BI|c)\b|['\"]")
# Bytes as stored: a picture of nothing is shorter.
_SHORT: Final = 4096
_FONT: Final = re.compile(r"/([^\s/\[\]()<>{}%]+)\s+[0-9.+-]+\s+Tf\b")


def annotations_of(pdf: Pdf) -> Iterator[Dictionary]:
    """Yield the annotations of all pages."""
    for page in pdf.pages:
        found = page.obj.get(Name.Annots)
        if isinstance(found, Array):
            yield from (each for each in found if isinstance(each, Dictionary))


def is_undrawn(annotation: Any) -> bool:
    """Tell whether an annotation shows something to people but holds no picture of it."""
    if _is_hidden(annotation) or _is_drawn(annotation):
        return False
    if annotation.get(Name.Subtype) == Name.Widget:
        return _has_value(annotation)
    return str(annotation.get(Name.Subtype)) in _DRAWN_BY_VIEWERS


def is_beyond_drawing(annotation: Any, form: Any) -> bool:
    """Tell whether a field holds a value that QPDF would not draw as viewers do.

    Text in one line, in letters that its font has, is drawn well; buttons, which are never drawn
    here, need a picture of their own.
    """
    if annotation.get(Name.Subtype) != Name.Widget or _is_hidden(annotation):
        return False
    kind = _inherited(annotation, Name.FT)
    if not _has_value(annotation):
        return False
    if kind == Name.Btn:
        return not _is_drawn(annotation)
    flags = int(_inherited(annotation, Name.Ff) or 0)
    value = _inherited(annotation, Name.V)
    is_plain = isinstance(value, String) and not (
        _is_displayed_otherwise(annotation, str(value), flags)
        if kind == Name.Ch
        else flags & _NOT_ONE_LINE
    )
    return not is_plain or not _has_letters(annotation, form, str(value))


def all_draw_letters(widgets: Iterable[Any]) -> bool:
    """Tell whether fields hold a picture each in which letters are drawn.

    Programs that fill in a form may leave the empty picture of its template. Raises Refused
    "pdf_dense".
    """
    pictures = [_picture_of(widget) for widget in widgets]
    # Many fields may share a picture.
    short = {
        picture.objgen: picture
        for picture in pictures
        if picture is not None and len(picture.read_raw_bytes()) <= _SHORT
    }
    expansion = Expansion()
    for picture in short.values():
        expansion.count(picture)
    return None not in pictures and all(
        _SHOWING.search(picture.read_bytes()) for picture in short.values()
    )


def _is_hidden(annotation: Any) -> bool:
    return bool(int(annotation.get(Name.F, 0)) & _HIDDEN)


def _is_drawn(annotation: Any) -> bool:
    """Tell whether there is a picture of the state that an annotation is in."""
    return _picture_of(annotation) is not None


def _picture_of(annotation: Any) -> Stream | None:
    shown, state = annotation.get(Name.AP, {}).get(Name.N), annotation.get(Name.AS)
    if not isinstance(shown, Stream) and isinstance(shown, Dictionary) and isinstance(state, Name):
        shown = shown.get(state)
    return shown if isinstance(shown, Stream) else None


def _has_value(widget: Any) -> bool:
    """Tell whether a field, or one above it, holds a text, a choice or a tick; not a signature."""
    kind = _inherited(widget, Name.FT)
    if kind == Name.Btn:
        return _is_ticked(widget)
    if kind not in (Name.Tx, Name.Ch):
        return False
    value = _inherited(widget, Name.V)
    if value is None or (isinstance(value, String) and not str(value).strip()):
        # A text with styles may stand alone.
        return bool(_TAG.sub("", str(_inherited(widget, Name.RV) or "")).strip())
    return not (isinstance(value, Array) and len(value) == 0)


def _is_ticked(widget: Any) -> bool:
    """Tell whether a check box or one of several radio buttons is on."""
    if int(_inherited(widget, Name.Ff) or 0) & _PUSH_BUTTON:
        return False
    state = widget.get(Name.AS)
    if state is None:
        state = _inherited(widget, Name.V)
        shown = widget.get(Name.AP, {}).get(Name.N)
        # The value of a group is the state of one of its buttons.
        if isinstance(shown, Dictionary) and isinstance(state, Name) and state not in shown:
            return False
    return state is not None and str(state) not in ("", "/Off")


def _is_displayed_otherwise(widget: Any, value: str, flags: int) -> bool:
    """Tell whether a choice is shown in other words than its value, or in a list."""
    if not flags & _COMBO:
        return True
    options = _inherited(widget, Name.Opt)
    pairs = [each for each in options or () if isinstance(each, Array) and len(each) == 2]
    return any(str(pair[0]) == value != str(pair[1]) for pair in pairs)


def _has_letters(widget: Any, form: Any, value: str) -> bool:
    """Tell whether the font of a field is known, and holds the letters of a value."""
    font = _FONT.search(str(_inherited(widget, Name.DA) or form.get(Name.DA, "")))
    fonts = form.get(Name.DR, Dictionary()).get(Name.Font, Dictionary())
    found = fonts.get(f"/{font[1]}") if font is not None else None
    if not isinstance(found, Dictionary):
        return False
    if value.isascii():
        return value.isprintable()
    if found.get(Name.Encoding) != Name.WinAnsiEncoding:
        return False
    try:
        return bool(value.encode("cp1252")) and value.isprintable()
    except UnicodeEncodeError:
        return False


def _inherited(field: Any, key: Name) -> Any:
    """Return an entry of a field, or of the nearest field above it that has one."""
    node = field
    for _level in range(_MOST_LEVELS):
        value = node.get(key)
        if value is not None:
            return value
        node = node.get(Name.Parent)
        if not isinstance(node, Dictionary):
            break
    return None
