"""Sanitising of PDFs: only what renders the pages remains, and the file is written again.

Pages remain with their content, resources and layers. The catalogue is replaced, so it can trigger
nothing; what a form or stamp shows is drawn into its page before all annotations are dropped.
Whatever is still reachable from the pages is visited once, and actions, embedded files and
references to other files are emptied wherever they occur.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel
from pikepdf.objects import Object
from pikepdf.settings import set_qpdf_limits

from common.files.cleaning.expansion import Expansion
from common.files.cleaning.limits import MAX_PAGES
from common.files.cleaning.pdf_forms import (
    all_draw_letters,
    annotations_of,
    is_beyond_drawing,
    is_undrawn,
)
from common.files.cleaning.refused import Refused

MAX_OBJECTS: Final = 300_000
_DECODED: Final = 64 * 1024 * 1024
_OF_PAGES: Final = frozenset(
    {
        "/Type",
        "/Parent",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Resources",
        "/Contents",
        "/Group",
    }
)
_OF_TRAILER: Final = frozenset({"/Root", "/Size", "/Encrypt"})
_OF_CATALOGUE: Final = ("/Lang", "/OCProperties")
_ACTIONS: Final = frozenset(
    {
        "/JavaScript",
        "/URI",
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/GoTo3DView",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Hide",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/Thread",
        "/Trans",
        "/SetOCGState",
        "/Named",
    }
)
# A stream that has its bytes in another file, refers to a page of one, or carries extras.
_OF_OTHER_FILES: Final = frozenset(
    {
        "/F",
        "/FFilter",
        "/FDecodeParms",
        "/Ref",
        "/OPI",
        "/Alternates",
        "/AF",
        "/EF",
        "/PieceInfo",
        "/Metadata",
        "/Measure",
        "/PtData",
    }
)


def clean_pdf(source: Path, target: Path) -> int:
    """Rewrite the PDF without active content, and return its number of pages.

    A file with an owner password only is opened and written without it; a damaged file is
    repaired where possible. Raises Refused "pdf_locked", "pdf_pages", "pdf_form", "pdf_undrawn",
    "pdf_dense" or "pdf_broken".
    """
    set_qpdf_limits(
        flate_max_memory=_DECODED,
        run_length_max_memory=_DECODED,
        png_max_memory=_DECODED,
        tiff_max_memory=_DECODED,
        dct_max_memory=_DECODED,
        parser_max_container_size=MAX_OBJECTS,
        doc_max_warnings=1000,
    )
    try:
        with Pdf.open(source) as pdf:
            return _cleaned(pdf, target)
    except pikepdf.PasswordError as error:
        raise Refused("pdf_locked") from error
    except pikepdf.PdfError as error:
        locked = "encryption" in str(error) or "security handler" in str(error)
        raise Refused("pdf_locked" if locked else "pdf_broken") from error
    except (RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        # The bindings raise these when an object is not of the type that the standard demands.
        raise Refused("pdf_broken") from error


def _cleaned(pdf: Pdf, target: Path) -> int:
    count = len(pdf.pages)
    if count > MAX_PAGES:
        raise Refused("pdf_pages", limit=MAX_PAGES, pages=count)
    if count == 0:
        raise Refused("pdf_broken")
    if pdf.Root.get(Name.NeedsRendering):
        # Its pages exist only in the program that fills it in; others show "please wait".
        raise Refused("pdf_form")
    _draw_annotations(pdf)
    pages = [page.obj for page in pdf.pages]
    _replace_catalogue(pdf, pages)
    _empty_active_objects(pdf)
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,
        encryption=False,
        preserve_pdfa=False,
        fix_metadata_version=False,
    )
    with Pdf.open(target, attempt_recovery=False) as written:
        if len(written.pages) != count:
            raise Refused("pdf_broken")
    return count


def _draw_annotations(pdf: Pdf) -> None:
    """Draw filled-in fields, stamps and drawings into their page; the rest shows nothing.

    Raises Refused "pdf_undrawn" for what viewers draw by themselves and the portal cannot.
    """
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if any(map(is_undrawn, annotations_of(pdf))):
            form.NeedAppearances = True
        if form.get(Name.NeedAppearances):
            _draw_fields(pdf, form)
    if any(map(is_undrawn, annotations_of(pdf))):
        raise Refused("pdf_undrawn")
    pdf.flatten_annotations("all")


def _draw_fields(pdf: Pdf, form: Dictionary) -> None:
    """Draw the values of fields; pictures that are better than what could be drawn here stay."""
    beyond = [each for each in annotations_of(pdf) if is_beyond_drawing(each, form)]
    if not all_draw_letters(beyond):
        raise Refused("pdf_undrawn")
    pictures = [each.AP for each in beyond]
    for each in beyond:
        # QPDF would write into the picture itself.
        if Name.AP in each:
            del each[Name.AP]
    pdf.generate_appearance_streams()
    for each, picture in zip(beyond, pictures, strict=True):
        each.AP = picture


def _replace_catalogue(pdf: Pdf, pages: list[Any]) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
    for page in pages:
        for key in set(page.keys()) - _OF_PAGES:
            del page[key]
        page.Parent = tree
    catalogue = Dictionary(Type=Name.Catalog, Pages=tree)
    for key in _OF_CATALOGUE:
        if key in pdf.Root:
            catalogue[key] = pdf.Root[key]
    pdf.trailer.Root = pdf.make_indirect(catalogue)
    # Other entries of the trailer are never drawn, but would be written with all their content.
    for key in set(pdf.trailer.keys()) - _OF_TRAILER:
        del pdf.trailer[key]


def _empty_active_objects(pdf: Pdf) -> None:
    """Empty actions and embedded files, wherever the new catalogue leads."""
    expansion = Expansion()
    for pdf_object in _reachable(pdf.Root):
        if isinstance(pdf_object, Stream):
            if _is_active(pdf_object) or pdf_object.get(Name.Subtype) == Name.PS:
                _empty(pdf_object)
                pdf_object.write(b"")
                continue
            for key in _OF_OTHER_FILES & set(pdf_object.keys()):
                del pdf_object[key]
            expansion.count(pdf_object)
        elif isinstance(pdf_object, Dictionary) and _is_active(pdf_object):
            _empty(pdf_object)


def _empty(pdf_object: Any) -> None:
    for key in set(pdf_object.keys()) - {"/Length"}:
        del pdf_object[key]


def _is_active(pdf_object: Any) -> bool:
    """Tell whether an object is an action, or refers to or contains another file."""
    return (
        str(pdf_object.get("/S", "")) in _ACTIONS
        or str(pdf_object.get("/Type", "")) in ("/Filespec", "/F")
        or any(key in pdf_object for key in ("/EF", "/JS", "/XFA", "/OpenAction"))
    )


def _reachable(root: Any) -> Iterator[Any]:
    """Yield each dictionary and stream once; direct ones follow the one they are in."""
    stack: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    visited = 0
    while stack:
        pdf_object = stack.pop()
        if not isinstance(pdf_object, Object) or not isinstance(
            pdf_object, Array | Dictionary | Stream
        ):
            continue
        if pdf_object.is_indirect:
            if pdf_object.objgen in seen:
                continue
            seen.add(pdf_object.objgen)
        visited += 1
        if visited > MAX_OBJECTS:
            raise Refused("pdf_dense")
        if isinstance(pdf_object, Array):
            stack.extend(pdf_object)
            continue
        yield pdf_object
        stack.extend(value for _key, value in pdf_object.items())
