"""What a viewer would draw by itself is drawn into the page, or the file is refused in words."""

import time
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from common.files.cleaning.pdfs import clean_pdf
from common.files.cleaning.refused import Refused
from common.files.media_types import PDF, media_type_of


def pdf_with(path: Path, annotation: dict[str, Any], *, form: bool = False) -> Path:
    """Write a page with one annotation that has no appearance."""
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 200))
        row = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Rect=Array([20, 100, 280, 130]), **annotation)
        )
        page.obj.Annots = Array([row])
        if form:
            font = pdf.make_indirect(
                Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            )
            latin = pdf.make_indirect(
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.Type1,
                    BaseFont=Name.Helvetica,
                    Encoding=Name.WinAnsiEncoding,
                )
            )
            resources = Dictionary(Font=Dictionary(Helv=font, Win=latin))
            pdf.Root.AcroForm = Dictionary(
                Fields=Array([row]), DR=resources, DA=String("/Helv 12 Tf 0 g")
            )
        pdf.save(path)
    return path


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def test_a_typed_value_without_appearance_is_drawn(tmp_path: Path) -> None:
    field = {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("nama"), "V": String("Siti Aminah")}
    source = pdf_with(tmp_path / "a.pdf", field | {"DA": String("/Helv 12 Tf 0 g")}, form=True)
    assert clean_pdf(source, tmp_path / "clean.pdf") == 1
    assert "Siti Aminah" in words(tmp_path / "clean.pdf")


TYPED = {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "DA": String("/Helv 12 Tf 0 g")}
CHOSEN = TYPED | {"FT": Name.Ch, "Ff": 1 << 17, "V": String("1")}
TICKED = {"Subtype": Name.Widget, "FT": Name.Btn, "T": String("a"), "V": Name.Ya, "AS": Name.Ya}
PAIRS = Array([Array([String("1"), String("Perorangan")]), Array([String("2"), String("PT")])])


@pytest.mark.parametrize(
    "field",
    [
        TYPED | {"V": String("Jl. Kenanga 5\nSurabaya"), "Ff": 1 << 12},
        TYPED | {"V": String("Jl. Kenanga 5"), "Ff": 1 << 12},
        TYPED | {"V": String("\u0141odz \u2713")},
        TYPED | {"V": String("Caf\u00e9")},
        TYPED | {"V": String("Siti"), "DA": String("/Lain 12 Tf 0 g")},
        TYPED | {"V": 12},
        TYPED | {"RV": String("<body><p>Siti</p></body>")},
        CHOSEN | {"Opt": PAIRS},
        CHOSEN | {"Ff": 1 << 21, "V": Array([String("1"), String("2")])},
        TICKED,
        {name: entry for name, entry in TICKED.items() if name != "AS"},
        TICKED | {"AP": Dictionary(N=Dictionary(Off=Dictionary()))},
    ],
)
def test_a_value_that_would_be_drawn_wrongly_is_refused(
    tmp_path: Path, field: dict[str, Any]
) -> None:
    source = pdf_with(tmp_path / "a.pdf", field, form=True)
    with pytest.raises(Refused) as refusal:
        clean_pdf(source, tmp_path / "clean.pdf")
    assert refusal.value.code == "pdf_undrawn"


def test_a_text_of_many_open_tags_is_soon_read(tmp_path: Path) -> None:
    source = pdf_with(tmp_path / "a.pdf", TYPED | {"RV": String("<" * 200_000)}, form=True)
    begun = time.process_time()
    with pytest.raises(Refused):
        clean_pdf(source, tmp_path / "clean.pdf")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (CHOSEN | {"Opt": Array([String("1"), String("2")])}, "1"),
        (TYPED | {"V": String("Siti"), "AP": Dictionary(N=Dictionary())}, "Siti"),
        (TYPED | {"V": String("Caf\u00e9"), "DA": String("/Win 12 Tf 0 g")}, "Caf\u00e9"),
    ],
)
def test_a_value_in_letters_of_its_font_is_drawn(
    tmp_path: Path, field: dict[str, Any], shown: str
) -> None:
    source = pdf_with(tmp_path / "a.pdf", field, form=True)
    assert clean_pdf(source, tmp_path / "clean.pdf") == 1
    assert shown in words(tmp_path / "clean.pdf")


@pytest.mark.parametrize(
    "field",
    [
        TYPED | {"V": String("Jl. Kenanga 5\nSurabaya"), "Ff": 1 << 12},
        TYPED | {"V": String("Jl. Kenanga 5\n")},
        TYPED | {"V": String("Siti"), "DA": String("/Lain 12 Tf 0 g")},
        CHOSEN | {"Opt": PAIRS},
        CHOSEN | {"Ff": 1 << 21, "V": Array([String("1"), String("2")])},
    ],
    ids=["lines", "line break", "font", "words", "list"],
)
def test_a_picture_better_than_ours_stays_whatever_the_form_asks(
    tmp_path: Path, field: dict[str, Any]
) -> None:
    source = pdf_with(tmp_path / "a.pdf", field, form=True)
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    shown = b"/Tx BMC BT /Helv 12 Tf 2 9 Td (Dua baris) Tj ET EMC"
    for content, is_taken in ((shown, True), (b"/Tx BMC EMC q 0 0 260 30 re S Q", False)):
        with Pdf.open(source) as pdf:
            picture = pdf.make_stream(content)
            picture.Type, picture.Subtype = Name.XObject, Name.Form
            picture.BBox = Array([0, 0, 260, 30])
            picture.Resources = Dictionary(Font=Dictionary(Helv=helvetica))
            pdf.pages[0].obj.Annots[0].AP = Dictionary(N=picture)
            pdf.Root.AcroForm.NeedAppearances = True
            pdf.save(tmp_path / "b.pdf")
        if is_taken:
            clean_pdf(tmp_path / "b.pdf", tmp_path / "clean.pdf")
            assert words(tmp_path / "clean.pdf").strip() == "Dua baris"
        else:
            # The picture of the empty template would lose the value in silence.
            with pytest.raises(Refused):
                clean_pdf(tmp_path / "b.pdf", tmp_path / "clean.pdf")


@pytest.mark.parametrize(
    "subtype", ["/FreeText", "/Highlight", "/Ink", "/Text", "/Stamp", "/Caret"]
)
def test_a_note_that_only_viewers_draw_is_refused(tmp_path: Path, subtype: str) -> None:
    note = {"Subtype": Name(subtype), "Contents": String("penting")}
    with pytest.raises(Refused) as refusal:
        clean_pdf(pdf_with(tmp_path / "a.pdf", note), tmp_path / "clean.pdf")
    assert refusal.value.code == "pdf_undrawn"


@pytest.mark.parametrize(
    "annotation",
    [
        {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("kosong")},
        {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "RV": String("<body></body>")},
        {"Subtype": Name.Widget, "FT": Name.Btn, "T": String("a"), "V": Name.Off},
        {"Subtype": Name.Widget, "FT": Name.Btn, "T": String("a"), "Ff": 1 << 16},
        {"Subtype": Name.Widget, "FT": Name.Sig, "T": String("ttd"), "V": Dictionary()},
        {"Subtype": Name.FreeText, "F": 2, "Contents": String("tersembunyi")},
        {"Subtype": Name.Link},
    ],
    ids=[
        "empty field",
        "empty styles",
        "unticked",
        "push button",
        "signature",
        "hidden note",
        "link",
    ],
)
def test_what_shows_nothing_is_dropped(tmp_path: Path, annotation: dict[str, Any]) -> None:
    source = pdf_with(tmp_path / "a.pdf", annotation, form=annotation["Subtype"] == Name.Widget)
    assert clean_pdf(source, tmp_path / "clean.pdf") == 1
    with pikepdf.open(tmp_path / "clean.pdf") as clean:
        assert Name.Annots not in clean.pages[0].obj


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"X" * 1000 + b"\n"])
def test_something_before_the_header_is_still_a_pdf(tmp_path: Path, before: bytes) -> None:
    source = pdf_with(tmp_path / "a.pdf", {"Subtype": Name.Link})
    source.write_bytes(before + source.read_bytes())
    assert media_type_of(source.read_bytes()) == PDF
    assert clean_pdf(source, tmp_path / "clean.pdf") == 1
