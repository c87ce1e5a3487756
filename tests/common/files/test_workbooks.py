"""XLSX files as programs and people leave them: only cells decide, no value is lost in silence."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from common.files.cell_faults import as_shown, fault_in
from common.files.spreadsheets import NotASheet, SheetLimits, sheet_to_csv
from common.files.workbooks.number_formats import meaning_of, number_text

TABLES = Path(__file__).parent / "tables"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(source: Path) -> tuple[str, list[list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.csv"
        name = sheet_to_csv(source, out, is_header=lambda names: "scheme" in names)
        return name, list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"))))


def book(
    path: Path,
    cells: str,
    *,
    styles: str = "",
    texts: str = "",
    properties: str = "",
    calculation: str = "",
    prefix: str = "",
    name: str = "xl/worksheets/sheet1.xml",
    title: str = "Data",
    relations: str = f'<Relationship Id="rId1" Type="{RELATION}/worksheet" '
    'Target="worksheets/sheet1.xml"/>',
) -> Path:
    """Write the smallest workbook whose first sheet holds the rows `cells`."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">'
        f"<workbookPr {properties}/>"
        f'<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        name: f'<{prefix}worksheet><{prefix}dimension ref="A1"/><{prefix}sheetData>{cells}'
        f"</{prefix}sheetData></{prefix}worksheet>",
    }
    if styles:
        parts["xl/styles.xml"] = styles
    if texts:
        parts["xl/sharedStrings.xml"] = texts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return path


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def styles(*codes: str) -> str:
    """Return styles that show a number by each code, after the plain one."""
    formats = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes)
    )
    uses = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet><numFmts>{formats}</numFmts><fills><fill><patternFill patternType="aneh"/>'
        f'</fill></fills><cellXfs><xf numFmtId="0"/>{uses}</cellXfs></styleSheet>'
    )


@pytest.mark.parametrize("name", ["false_dimension", "bad_fill"])
def test_only_cells_matter(name: str) -> None:
    assert read(TABLES / f"{name}.xlsx") == (
        "Sheet",
        [["scheme", "requested_amount"], ["kur-mikro", "50000000"], ["kur-mikro", "60000000"]],
    )


def test_a_hidden_sheet_is_not_read() -> None:
    assert read(TABLES / "hidden_sheet.xlsx") == ("Data", [["scheme"], ["kur-mikro"]])


def test_a_formula_that_was_never_computed_is_not_empty() -> None:
    _name, rows = read(TABLES / "formulas_never_computed.xlsx")
    faults = [fault_in(cell) for cell in rows[1]]
    assert [fault and (fault.code, fault.cell) for fault in faults] == [
        None,
        ("cell_formula", "B2"),
        ("cell_formula", "C2"),
    ]
    assert faults[1] is not None
    assert faults[1].sentence.startswith("Sel B2 berisi rumus yang belum pernah dihitung.")


def test_kinds_of_cells_are_told_apart() -> None:
    _name, rows = read(TABLES / "kinds_of_cells.xlsx")
    found = dict(zip(rows[0], rows[1], strict=True))
    faults = {name: fault.code for name, cell in found.items() if (fault := fault_in(cell))}
    assert faults == {"nik": "cell_long_number", "err": "cell_error"}
    assert {name: as_shown(cell) for name, cell in found.items()} == {
        "scheme": "kur-mikro",
        "nik": "3578011708450012",
        "nib": "0123456789012",
        "requested_amount": "60000000.4999999",
        "npwp_fmt": "12345",
        "on": "2026-08-17",
        "pct": "0.06",
        "err": "#N/A",
        "t": "07:30:00",
        "dt": "2026-08-17 23:59:00",
    }


def test_rows_and_cells_need_no_address(tmp_path: Path) -> None:
    cells = '<row><c t="inlineStr"><is><t>scheme</t></is></c></row><row><c><v>7</v></c></row>'
    assert read(book(tmp_path / "a.xlsx", cells)) == ("Data", [["scheme"], ["7"]])


def test_the_name_of_a_sheet_is_cut_at_what_is_stored(tmp_path: Path) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>')
    assert read(book(tmp_path / "a.xlsx", cells, title="x" * 300))[0] == "x" * 120


def test_a_line_has_the_number_of_its_row(tmp_path: Path) -> None:
    formatted = "".join(row(n, f'<c r="A{n}" s="1"/>') for n in range(10, 5000))
    cells = row(1, '<c t="str"><v>scheme</v></c>') + row(4, '<c r="C4"><v>1</v></c>') + formatted
    _name, rows = read(book(tmp_path / "a.xlsx", cells))
    assert rows == [["scheme"], [], [], ["", "", "1"]]


def test_prefixes_and_backslashes_do_not_matter(tmp_path: Path) -> None:
    plain = row(1, '<c t="str"><v>scheme</v></c>')
    backslashes = book(tmp_path / "a.xlsx", plain, name="xl\\worksheets\\Sheet1.xml")
    assert read(backslashes)[1] == [["scheme"]]
    prefixed = '<x:row r="1"><x:c t="str"><x:v>scheme</x:v></x:c></x:row>'
    assert read(book(tmp_path / "b.xlsx", prefixed, prefix="x:"))[1] == [["scheme"]]


def test_shared_texts_have_no_readings_and_their_escapes_are_undone(tmp_path: Path) -> None:
    texts = (
        '<sst count="999999"><si><t>scheme</t></si><si><r><t>Toko </t></r><r><t>Sari_x000D_&#10;2'
        "</t></r><rPh><t>baca</t></rPh></si><si><t>a_x005F_x0041_ &#11;b</t></si></sst>"
    )
    cells = row(1, '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>')
    assert read(book(tmp_path / "a.xlsx", cells, texts=texts))[1] == [
        ["scheme", "Toko Sari 2", "a_x0041_  b"]
    ]


def test_a_text_that_is_not_there_costs_its_cell_only(tmp_path: Path) -> None:
    shared = '<c t="s"/><c t="s"><v/></c><c t="s"><v>4</v></c><c t="s"><v>-1</v></c>'
    cells = row(1, '<c t="str"><v>scheme</v></c>') + row(2, shared + "<c><v>7</v></c>")
    (*empty, lost, negative, last) = read(book(tmp_path / "a.xlsx", cells))[1][1]
    assert (empty, last) == (["", ""], "7")
    assert [fault and (fault.code, fault.cell) for fault in map(fault_in, (lost, negative))] == [
        ("cell_lost_text", "C2"),
        ("cell_lost_text", "D2"),
    ]


def test_blanks_far_away_make_no_table_wide_or_long(tmp_path: Path) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>', '<c r="XFD1" t="str"><v> </v></c>')
    far = row(1_048_576, '<c r="A1048576" t="str"><v>\u00a0</v></c>')
    assert read(book(tmp_path / "a.xlsx", cells + far))[1] == [["scheme"]]


def several(path: Path, *, relations: str) -> Path:
    """Write a workbook of a chart, a hidden worksheet and a visible one, in this order."""
    sheets = {"Grafik": "", "Lama": 'state="hidden"', "Data": ""}
    shown = "".join(
        f'<sheet name="{name}" {state} r:id="rId{n}"/>'
        for n, (name, state) in enumerate(sheets.items(), 1)
    )
    head = row(1, '<c t="str"><v>scheme</v></c>')
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{RELATION}"><sheets>{shown}</sheets></workbook>',
        )
        packed.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        packed.writestr("xl/chartsheets/sheet1.xml", "<chartsheet/>")
        for number, value in ((1, "lama"), (2, "baru")):
            cells = head + row(2, f'<c t="str"><v>{value}</v></c>')
            packed.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
            )
    return path


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>'


def test_a_chart_before_it_leads_to_no_hidden_sheet(tmp_path: Path) -> None:
    chart = relation(1, "chartsheet", "chartsheets/sheet1.xml")
    hidden = relation(2, "worksheet", "worksheets/sheet1.xml")
    shown = relation(3, "worksheet", "worksheets/sheet2.xml")
    right = ("Data", [["scheme"], ["baru"]])
    assert read(several(tmp_path / "a.xlsx", relations=chart + hidden + shown)) == right
    # Sheets without a relation are the worksheets that are left, in order.
    assert read(several(tmp_path / "b.xlsx", relations=chart)) == right
    assert read(several(tmp_path / "c.xlsx", relations=chart + hidden)) == right


@pytest.mark.parametrize(
    ("kind", "target", "name"),
    [
        ("worksheet", "xl/worksheets/sheet1.xml", "worksheets/sheet1"),
        ("worksheet", "worksheets/data%201.xml", "worksheets/data 1"),
        ("worksheet", "/xl/tabel/data%201.xml", "tabel/data 1"),
        ("worksheet", "../xl/worksheets/sheet1.xml", "worksheets/sheet1"),
        ("worksheet", "worksheets/hilang.xml", "worksheets/sheet1"),
        ("styles", "styles.xml", "worksheets/sheet1"),
    ],
)
def test_a_relation_leads_to_its_sheet_however_it_is_written(
    tmp_path: Path, kind: str, target: str, name: str
) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>')
    part = {"name": f"xl/{name}.xml", "styles": styles()}
    full = book(tmp_path / "a.xlsx", cells, relations=relation(1, kind, target), **part)
    assert read(full)[1] == [["scheme"]]
    bare = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    assert read(book(tmp_path / "b.xlsx", cells, relations=bare, **part))[1] == [["scheme"]]


def test_a_relation_that_no_sheet_uses_takes_no_worksheet(tmp_path: Path) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>')
    other = relation(7, "worksheet", "worksheets/sheet1.xml")
    assert read(book(tmp_path / "a.xlsx", cells, relations=other))[1] == [["scheme"]]
    macros = relation(1, "xlMacrosheet", "worksheets/sheet1.xml")
    with pytest.raises(NotASheet):
        read(book(tmp_path / "b.xlsx", cells, relations=macros))


@pytest.mark.parametrize(
    ("properties", "day"), [("", "2026-11-23"), ('date1904="1"', "2030-11-24")]
)
def test_days_count_from_the_first_day_of_the_book(
    tmp_path: Path, properties: str, day: str
) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>') + row(2, '<c s="1"><v>46349</v></c>')
    source = book(tmp_path / "a.xlsx", cells, styles=styles("dd/mm/yyyy"), properties=properties)
    assert read(source)[1][1] == [day]


def test_a_zero_that_a_program_wrote_for_a_formula_is_no_value(tmp_path: Path) -> None:
    cells = row(1, '<c t="str"><v>scheme</v></c>') + row(
        2, '<c r="A2"><f>B1</f><v>0</v></c><c r="B2"><f>B1</f><v>5</v></c><c r="C2"><v>0</v></c>'
    )
    never = book(tmp_path / "a.xlsx", cells, calculation='<calcPr fullCalcOnLoad="1"/>')
    assert [as_shown(cell) for cell in read(never)[1][1]] == ["", "5", "0"]
    assert read(book(tmp_path / "b.xlsx", cells))[1][1] == ["0", "5", "0"]


@pytest.mark.parametrize(
    "damage",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        "<worksheet><sheetData><row>",
        "",
    ],
)
def test_xml_that_is_none_is_refused(tmp_path: Path, damage: str) -> None:
    source = book(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr(
            "xl/workbook.xml",
            '<workbook xmlns:r="r"><sheets><sheet name="D" r:id="1"/></sheets></workbook>',
        )
        packed.writestr("xl/worksheets/sheet1.xml", damage)
    with pytest.raises(NotASheet) as refusal:
        read(source)
    assert refusal.value.code == "broken"


@pytest.mark.parametrize(
    ("limits", "code", "words"),
    [
        (SheetLimits(rows=2), "too_many_rows", "paling banyak 2 baris"),
        (SheetLimits(columns=2), "too_wide", "paling banyak 2 kolom"),
        (SheetLimits(unpacked=900), "too_large", "lebih dari 1 KB"),
    ],
)
def test_limits_are_named(tmp_path: Path, limits: SheetLimits, code: str, words: str) -> None:
    cells = "".join(row(n, "<c><v>1</v></c>" * 3) for n in range(1, 4))
    with pytest.raises(NotASheet) as refusal:
        sheet_to_csv(book(tmp_path / "a.xlsx", cells), tmp_path / "a.csv", limits=limits)
    assert refusal.value.code == code
    assert words in refusal.value.sentence


def test_a_cell_far_to_the_right_takes_no_memory(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", row(1, '<c r="XFD1"><v>1</v></c>'))
    with pytest.raises(NotASheet) as refusal:
        sheet_to_csv(source, tmp_path / "a.csv")
    assert refusal.value.code == "too_wide"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", ""),
        ("@", ""),
        ('"Rp"#,##0', ""),
        ("_-* #,##0_-;-* #,##0_-", ""),
        ("[Red]0.00", ""),
        ("0", ""),
        ("0000000000000", "13"),
        (r"00\.000\.000\.0\-000\.000", "15"),
        ("0000 0000", "8"),
        ("dd/mm/yyyy", "day"),
        ("[$-421]d mmmm yyyy;@", "day"),
        ("yyyy-mm-dd hh:mm", "day"),
        ("hh:mm", "time"),
        ("[h]:mm", "time"),
        ('0 "hari"', ""),
    ],
)
def test_what_a_format_means(code: str, meaning: str) -> None:
    assert meaning_of(200, code) == meaning


@pytest.mark.parametrize(
    ("value", "meaning", "text"),
    [
        ("123456789012", "13", "0123456789012"),
        ("59999999.999999993", "", "60000000"),
        ("0.1", "", "0.1"),
        ("6E7", "", "60000000"),
        ("1", "day", "1900-01-01"),
        ("61", "day", "1900-03-01"),
        ("0.5", "day", "1899-12-31 12:00:00"),
        ("0.5", "time", "12:00:00"),
        ("99999999999", "day", "99999999999"),
        ("abc", "", "abc"),
    ],
)
def test_a_number_as_a_person_types_it(value: str, meaning: str, text: str) -> None:
    assert number_text(value, meaning, cell="A1", is_1904=False) == text


@pytest.mark.parametrize("value", ["3578011708450012", "3.578011708450012E15", "1E+300"])
def test_a_number_of_sixteen_digits_is_lost(value: str) -> None:
    fault = fault_in(number_text(value, "", cell="F2", is_1904=False))
    assert fault is not None
    assert (fault.code, fault.cell) == ("cell_long_number", "F2")
    assert "Atur kolomnya menjadi Teks" in fault.sentence
