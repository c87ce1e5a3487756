"""PDFs with actions, attachments, references elsewhere, or excessive cost."""

import base64
import warnings
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, Literal

from pikepdf import Array, Dictionary, Encryption, Name, Page, PageCopyWarning, Pdf, Stream, String

from tests.common.files.hostile_raw_pdfs import (
    CATALOGUE,
    ONE,
    PAGE,
    chain,
    deep,
    many_objects,
    object_stream_bomb,
    raw,
    tree,
)

MARK = "JAHAT"
Entry = tuple[str, Callable[[], bytes], str]


def _pdf(change: Callable[[Pdf, Page], None] | None = None, **options: Any) -> bytes:
    pdf = Pdf.new()
    page = pdf.add_blank_page() or pdf.pages[0]
    page.Contents = pdf.make_stream(b"0 0 m 100 100 l S")
    if change:
        change(pdf, page)
    out = BytesIO()
    with warnings.catch_warnings():
        # Widgets without a field are part of the attack.
        warnings.simplefilter("ignore", PageCopyWarning)
        pdf.save(out, static_id=True, **options)
    return out.getvalue()


def action(kind: str, pdf: Pdf) -> Dictionary:
    """Return an action of one type, with the entries it takes."""
    entries = Dictionary(S=Name("/" + kind), F=String(MARK + ".exe"))
    if kind in ("JavaScript", "Rendition"):
        entries.JS = String(f"app.alert('{MARK}')")
    if kind == "URI":
        entries.URI = String(f"file:///etc/{MARK}")
    if kind == "SubmitForm":
        entries.F = Dictionary(FS=Name.URL, F=String(f"http://x.example/{MARK}"))
    if kind in ("GoToR", "GoToE", "Thread"):
        entries.D = Array([0, Name.Fit])
    return entries


def _open_action(kind: str) -> bytes:
    def change(pdf: Pdf, _page: Page) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(action(kind, pdf))

    return _pdf(change)


def _additional(holder: str) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        events = Dictionary(O=action("JavaScript", pdf), WC=action("JavaScript", pdf))
        (pdf.Root if holder == "document" else page.obj).AA = events

    return _pdf(change)


def _annotation(kind: str, **entries: Any) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        annotation = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([0, 0, 99, 99]), **entries
        )
        payload = pdf.make_stream(f"{MARK} payload".encode(), Type=Name.EmbeddedFile)
        spec = Dictionary(Type=Name.Filespec, F=String(f"{MARK}.exe"), EF=Dictionary(F=payload))
        for key in ("FS", "Movie", "Sound", "RichMediaContent", "3DD"):
            annotation[f"/{key}"] = payload if key in ("Sound", "3DD") else spec
        annotation.A = action("JavaScript", pdf)
        annotation.AA = Dictionary(E=action("Launch", pdf))
        page.obj.Annots = Array([pdf.make_indirect(annotation)])

    return _pdf(change)


def _link(kind: str) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        chain = action(kind, pdf)
        chain.Next = Array([action("JavaScript", pdf), action("Launch", pdf)])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=chain)
        page.obj.Annots = Array([link])

    return _pdf(change)


def _attachment(where: str) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        payload = pdf.make_stream(f"MZ{MARK}".encode(), Type=Name.EmbeddedFile)
        spec = pdf.make_indirect(
            Dictionary(Type=Name.Filespec, F=String(f"{MARK}.exe"), EF=Dictionary(F=payload))
        )
        if where == "names":
            tree = Dictionary(Names=Array([String("a"), spec]))
            pdf.Root.Names = Dictionary(EmbeddedFiles=tree)
        elif where == "page":
            page.obj.AF = Array([spec])
        elif where == "portfolio":
            pdf.Root.Collection = Dictionary(Type=Name.Collection, D=String(MARK))
            pdf.Root.AF = Array([spec])
        else:
            page.obj.Resources = Dictionary(Properties=Dictionary(MC0=Dictionary(AF=Array([spec]))))

    return _pdf(change)


def _names_javascript() -> bytes:
    def change(pdf: Pdf, _page: Page) -> None:
        tree = Dictionary(Names=Array([String("a"), action("JavaScript", pdf)]))
        pdf.Root.Names = Dictionary(JavaScript=tree)

    return _pdf(change)


def _outline() -> bytes:
    def change(pdf: Pdf, _page: Page) -> None:
        item = pdf.make_indirect(Dictionary(Title=String(MARK), A=action("Launch", pdf)))
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=item, Last=item, Count=1))

    return _pdf(change)


def _form(**entries: Any) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("nama"),
                V=String("isi"),
                DA=String("/Helv 12 Tf"),
                Rect=Array([0, 0, 99, 20]),
                AA=Dictionary(K=action("JavaScript", pdf)),
            )
        )
        page.obj.Annots = Array([field])
        xfa = pdf.make_stream(f"<xdp><script>{MARK}</script></xdp>".encode())
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        resources = Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=resources, XFA=xfa, **entries)

    return _pdf(change)


def _dynamic_form() -> bytes:
    def change(pdf: Pdf, _page: Page) -> None:
        pdf.Root.NeedsRendering = True

    return _pdf(change)


def _through_catalogue() -> bytes:
    """Link the page's resources to the old catalogue with all its actions."""

    def change(pdf: Pdf, page: Page) -> None:
        pdf.Root.OpenAction = action("JavaScript", pdf)
        page.obj.Resources = Dictionary(Properties=Dictionary(Back=pdf.Root))

    return _pdf(change)


def _stowed(where: str) -> bytes:
    """Put a file and a script where nothing draws them: above a resource, or with the layers."""

    def change(pdf: Pdf, page: Page) -> None:
        file = Dictionary(F=pdf.make_stream(MARK.encode()))
        hidden = Dictionary(
            File=Dictionary(Type=Name.Filespec, F=String(MARK), EF=file),
            Script=Dictionary(JS=String(MARK)),
        )
        if where == "trailer":
            pdf.trailer.Z = pdf.make_indirect(hidden)
        elif where == "layers":
            pdf.Root.OCProperties = Dictionary(D=Dictionary(), OCGs=Array(), Z=hidden)
        else:
            page.obj.Resources = Dictionary(X=Dictionary(Parent=hidden))

    return _pdf(change)


def _resource_stream(**entries: Any) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        stream = pdf.make_stream(b"", Type=Name.XObject, BBox=Array([0, 0, 9, 9]), **entries)
        page.obj.Resources = Dictionary(XObject=Dictionary(X0=stream))

    return _pdf(change)


def _encrypted(user: str, owner: str, strength: Literal[3, 6]) -> bytes:
    return _pdf(
        None,
        encryption=Encryption(
            user=user, owner=owner, R=strength, metadata=strength > 3, aes=strength > 3
        ),
    )


def _pages(count: int) -> bytes:
    def change(pdf: Pdf, page: Page) -> None:
        for _number in range(count - 1):
            pdf.pages.append(page)

    return _pdf(change)


def _flate(size: int, *, rounds: int = 1, letters: str = "") -> bytes:
    """Return a page whose content unpacks to `size` bytes, packed once or more.

    `letters` names the filter under which the packed bytes are written as letters, or another that
    nobody reads.
    """
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _step in range(size // 1024 // 1024))
    packed += packer.flush()
    for _round in range(rounds - 1):
        packed = zlib.compress(packed, 9)

    if letters == "/ASCII85Decode":
        packed = base64.a85encode(packed) + b"~>"
    elif letters == "/ASCIIHexDecode":
        packed = packed.hex().encode() + b">"

    def change(pdf: Pdf, page: Page) -> None:
        outer = [Name(letters)] if letters else []
        filters = Array([*outer, *[Name.FlateDecode] * rounds])
        params = Array([Dictionary() for _name in filters])
        page.obj.Contents = Stream(pdf, packed, Filter=filters, DecodeParms=params)

    return _pdf(change)


def _below_crypt(size: int) -> bytes:
    """Return a page whose content is packed below the filter that leaves bytes as they are.

    Built by hand: what is written by qpdf leaves such a filter out.
    """
    packed = zlib.compress(bytes(size), 9)
    content = b"<< /Filter [/Crypt /FlateDecode] /DecodeParms [<< /Name /Identity >> null] /Length "
    stream = content + b"%d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    page = PAGE.removesuffix(b">>") + b"/Contents 4 0 R >>"
    return raw({1: CATALOGUE, 2: ONE, 3: page, 4: stream}, b"/Size 5")


def _cut(part: float) -> bytes:
    whole = _pages(20)
    return whole[: int(len(whole) * part)]


def _polyglot(before: bytes, after: bytes) -> bytes:
    return before + _pdf() + after


def _commented() -> bytes:
    whole = _pdf()
    return whole.replace(b"\n", f"\n%<html><script>{MARK}</script></html>\n".encode(), 1)


_KINDS = (
    "JavaScript",
    "URI",
    "Launch",
    "GoToR",
    "GoToE",
    "SubmitForm",
    "ImportData",
    "ResetForm",
    "Hide",
    "Rendition",
    "Movie",
    "Sound",
    "RichMediaExecute",
    "Thread",
    "Named",
)
_ANNOTATIONS = ("FileAttachment", "RichMedia", "3D", "Movie", "Sound", "Screen", "Widget", "Popup")


def attacks() -> dict[str, Entry]:
    """Return file name, maker and expected outcome by name of the attack."""
    taken: dict[str, Callable[[], bytes]] = {
        **{f"open-{kind}": partial(_open_action, kind) for kind in _KINDS},
        **{f"link-{kind}": partial(_link, kind) for kind in _KINDS},
        **{f"annotation-{kind}": partial(_annotation, kind) for kind in _ANNOTATIONS},
        **{
            f"attached-{at}": partial(_attachment, at) for at in ("names", "page", "portfolio", "x")
        },
        "aa-document": partial(_additional, "document"),
        "aa-page": partial(_additional, "page"),
        "names-javascript": _names_javascript,
        "outline-launch": _outline,
        "form-xfa": _form,
        "form-needs-appearances": partial(_form, NeedAppearances=True),
        "actions-behind-resources": _through_catalogue,
        "stowed-above-a-resource": partial(_stowed, "resource"),
        "stowed-with-the-layers": partial(_stowed, "layers"),
        "stowed-on-the-trailer": partial(_stowed, "trailer"),
        "stream-in-another-file": partial(
            _resource_stream, Subtype=Name.Form, F=String(f"/etc/{MARK}")
        ),
        "page-of-another-file": partial(
            _resource_stream, Subtype=Name.Form, Ref=Dictionary(F=String(MARK), Page=0)
        ),
        "postscript": partial(_resource_stream, Subtype=Name.PS, Level1=String(MARK)),
        "opi": partial(_resource_stream, Subtype=Name.Form, OPI=Dictionary(F=String(MARK))),
        "owner-password-rc4": partial(_encrypted, "", "kunci", 3),
        "owner-password-aes": partial(_encrypted, "", "kunci", 6),
        "200-pages": partial(_pages, 200),
        "zip-behind": partial(_polyglot, b"", b"PK\x03\x04" + MARK.encode() * 50),
        "html-behind": partial(_polyglot, b"", f"<script>{MARK}</script>".encode()),
        "html-in-comment": _commented,
        "chain-of-2000": partial(chain, 2_000),
        "previous-table-is-itself": partial(tree, ONE, PAGE, b"/Size 9 /Prev @"),
        "table-elsewhere": partial(
            raw,
            {1: CATALOGUE, 2: ONE, 3: PAGE},
            b"/Size 9",
            start=99_999_999,
        ),
        "size-lies": partial(tree, ONE, PAGE, b"/Size 2147483647"),
        "cut-at-the-end": lambda: tree(ONE)[:-15],
    }
    refused: dict[str, tuple[Callable[[], bytes], str]] = {
        "user-password-rc4": (partial(_encrypted, "rahasia", "kunci", 3), "pdf_locked"),
        "user-password-aes": (partial(_encrypted, "rahasia", "kunci", 6), "pdf_locked"),
        "201-pages": (partial(_pages, 201), "pdf_pages"),
        "10000-pages": (partial(_pages, 10_000), "pdf_pages"),
        "dynamic-form": (_dynamic_form, "pdf_form"),
        "flate-bomb": (partial(_flate, 512 * 1024**2), "pdf_dense"),
        "flate-in-flate": (partial(_flate, 512 * 1024**2, rounds=2), "pdf_dense"),
        "flate-in-base-85": (partial(_flate, 1024**3, letters="/ASCII85Decode"), "pdf_dense"),
        "flate-in-hexadecimal": (partial(_flate, 1024**3, letters="/ASCIIHexDecode"), "pdf_dense"),
        "flate-below-no-encryption": (
            partial(_below_crypt, 300 * 1024**2),
            "pdf_dense",
        ),
        "flate-below-what-nobody-reads": (
            partial(_flate, 512 * 1024**2, letters="/JBIG2Decode"),
            "pdf_dense",
        ),
        "huge-picture": (
            partial(_resource_stream, Subtype=Name.Image, Width=60_000, Height=60_000),
            "pdf_dense",
        ),
        "400000-objects": (partial(many_objects, 400_000), "pdf_dense"),
        "object-stream-bomb": (
            partial(object_stream_bomb, 512 * 1024**2),
            "pdf_broken",
        ),
        "deep-arrays": (partial(deep, 100_000), "pdf_broken"),
        "deep-dictionaries": (
            partial(deep, 100_000, b"<</A ", b">>"),
            "pdf_broken",
        ),
        "tree-is-a-loop": (
            partial(tree, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"),
            "pdf_broken",
        ),
        "count-lies": (
            partial(tree, b"<< /Type /Pages /Kids [] /Count 999999999 >>"),
            "pdf_broken",
        ),
        "no-pages": (
            partial(tree, b"<< /Type /Pages /Kids [] /Count 0 >>"),
            "pdf_broken",
        ),
        "no-catalogue": (partial(raw, {4: b"<<>>"}, b"/Size 5"), "pdf_broken"),
        "header-only": (lambda: b"%PDF-1.7\n", "pdf_broken"),
        "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 200, "pdf_broken"),
        "cut-late": (partial(_cut, 0.9), "pdf_broken"),
        "cut-early": (partial(_cut, 0.01), "pdf_broken"),
        "zip-before": (partial(_polyglot, b"PK\x03\x04" + bytes(40), b""), "file_type"),
        "html-before": (partial(_polyglot, b"<html>", b""), "file_type"),
        "gif-before": (partial(_polyglot, b"GIF89a/*", b"*/"), "file_type"),
    }
    return {
        **{name: ("surat.pdf", make, "taken") for name, make in taken.items()},
        **{name: ("surat.pdf", make, code) for name, (make, code) in refused.items()},
    }
