"""Reading registers as people write them."""

from pathlib import Path

import pytest

from common.errors import InvalidInput
from common.files.text_lines import MAX_LINE
from enterprises.messages.refusals import LABELS
from enterprises.services.cleaning import FIELDS
from registers.services.reading import RegisterRow, as_text_register, read_register

HEADER = ",".join(FIELDS)
ROW = ",".join(f"v{number}" for number in range(len(FIELDS)))


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "register.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(tmp_path: Path, content: str | bytes) -> list[RegisterRow]:
    table = as_text_register(written(tmp_path, content), tmp_path / "table.csv")
    return list(read_register(table.path))


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        rows(tmp_path, content)
    return refused.value.code


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_shape_reads_the_same(tmp_path: Path, newline: str, mark: str, encoding: str) -> None:
    text = f"{HEADER}\n{ROW.replace('v0', 'Café')}\n\n{ROW}\n".replace(",", mark)
    found = rows(tmp_path, text.replace("\n", newline).encode(encoding))
    assert [(row.line, row.values and row.values["name"]) for row in found] == [
        (2, "Café"),
        (4, "v0"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("\n\n", "file_empty"),
        ("\ufeff", "file_empty"),
        (b"PK\x03\x04rest", "file_not_csv"),
        (b"\xd0\xcf\x11\xe0rest", "file_not_csv"),
        (b"%PDF-1.7 rest", "file_not_csv"),
        (bytes(range(32)) * 9, "file_not_csv"),
        (b"name\x00", "columns_missing"),
        (HEADER.replace(",nik", ""), "columns_missing"),
        (f"{HEADER},catatan", "columns_unknown"),
        (f"{HEADER},nik", "columns_repeated"),
        ("catatan\n", "columns_unknown"),
    ],
)
def test_a_file_that_is_no_register_is_refused(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    assert refusal(tmp_path, content) == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        list(read_register(tmp_path / "none.csv"))
    assert refused.value.code == "file_unreadable"


def test_header_only_has_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, HEADER) == []


def test_columns_may_come_in_any_order_and_optional_ones_may_lack(tmp_path: Path) -> None:
    names = [name for name in reversed(FIELDS) if name not in ("npwp", "loan_capital", "phone")]
    found = rows(tmp_path, f"{','.join(names).upper()}\n{','.join(names)}\n")
    assert found == [RegisterRow(2, {name: name for name in names})]


def test_headings_may_be_the_labels_of_the_pages(tmp_path: Path) -> None:
    heading = ",".join(str(LABELS[name]) for name in FIELDS)
    found = rows(tmp_path, f"{heading}\n{ROW}\n")
    assert found == [RegisterRow(2, {name: f"v{n}" for n, name in enumerate(FIELDS)})]


def test_the_right_edge_may_be_ragged(tmp_path: Path) -> None:
    """Missing last cells are empty, empty ones beyond are dropped, others are a bad row."""
    content = f"{HEADER},,\n{ROW},,,,\n{ROW},x\nv0\n{','.join(' ' * 30)}\n{ROW}\n"
    found = rows(tmp_path, content)
    assert [(row.line, row.values is None) for row in found] == [
        (2, False),
        (3, True),
        (4, False),
        (6, False),
    ]
    assert found[1].fault == "Baris ini berisi 19 sel, seharusnya paling banyak 18."
    assert found[2].values == {**dict.fromkeys(FIELDS, ""), "name": "v0"}


def test_a_line_for_excel_and_an_edge_of_another_delimiter_cost_nothing(tmp_path: Path) -> None:
    zero_width = "\u200b" + "," * (len(FIELDS) - 1)
    content = f"sep=;\n{HEADER};;;\n{ROW};;;\n{zero_width};;;\n{ROW}\n"
    last = f"v{len(FIELDS) - 1}"
    found = [(row.line, row.values and row.values[FIELDS[-1]]) for row in rows(tmp_path, content)]
    assert found == [(3, last), (5, last)]


def test_a_column_without_a_name_may_not_hold_anything(tmp_path: Path) -> None:
    head, rest = HEADER.split(",", 1)
    first, others = ROW.split(",", 1)
    found = rows(tmp_path, f"{head},,{rest}\n{first},,{others}\n{first},x,{others}\n")
    assert [row.values is None for row in found] == [False, True]


@pytest.mark.parametrize(
    "before", ["sep=;\n", "SEP=;\r\n", "DATA UMKM\n\n", "Dinas;;;\nper 2026;;;\n;;;\nsep=;\n"]
)
def test_what_stands_before_the_header_is_skipped(tmp_path: Path, before: str) -> None:
    found = rows(tmp_path, f"{before}{HEADER}\n{ROW}\n".replace(",", ";"))
    assert [(row.line, row.values is None) for row in found] == [(before.count("\n") + 2, False)]


def test_each_line_has_its_own_encoding(tmp_path: Path) -> None:
    lines = [
        HEADER.encode(),
        ROW.replace("v0", "Café Sari — Gresik").encode(),
        ROW.replace("v0", "Salé").encode("cp1252"),
        ROW.encode() + b"\x81\xff",
        ROW.encode(),
        # Two encodings in one line: as either of them it would hold signs that nobody wrote.
        ROW.replace("v0", "Café").encode() + b"\xe9",
        ROW.replace("v0", "“CAFÉ”").encode("cp1252"),
    ]
    found = rows(tmp_path, b"\n".join(lines))
    assert [(row.line, row.values and row.values["name"]) for row in found] == [
        (2, "Café Sari — Gresik"),
        (3, "Salé"),
        (4, None),
        (5, "v0"),
        (6, None),
        (7, "“CAFÉ”"),
    ]
    assert all(found[n].fault.startswith("Huruf pada baris ini tidak terbaca.") for n in (2, 4))


def test_controls_that_nobody_sees_cost_nothing(tmp_path: Path) -> None:
    content = f"{HEADER}\n{ROW.replace('v0', 'Toko' + chr(11) + 'Sari' + chr(0))}\n\x1a"
    found = rows(tmp_path, content.encode() + bytes(4096))
    assert [(row.line, row.values and row.values["name"]) for row in found] == [(2, "Toko Sari")]
    # Zeros that pad a cell, or the end of a file before its last line break.
    padded = f"{HEADER}\n{ROW.replace('v0', 'Toko Sari' + chr(0) * 60)}\n"
    found = rows(tmp_path, padded.encode() + bytes(400) + b"\n")
    assert [row.values and row.values["name"] for row in found] == ["Toko Sari"]
    program = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0\x3e\0\x01\0\x04" + bytes(900)
    assert refusal(tmp_path, program) == "file_not_csv"


@pytest.mark.parametrize("word", ["JUMLAH", "Total:", "Grand Total", "jumlah keseluruhan", ""])
@pytest.mark.parametrize("place", ["name", "nib", "address"])
def test_a_row_that_sums_the_columns_is_told_apart(tmp_path: Path, word: str, place: str) -> None:
    figures = {"owner_capital": "180000000", "annual_sales": "720000000", "workers": "9"}
    total = ",".join({**figures, place: word}.get(name, "") for name in FIELDS)
    named = ",".join({**figures, "name": "Total Jaya"}.get(name, "") for name in FIELDS)
    found = rows(tmp_path, f"{HEADER}\n{ROW}\n{total}\n{named}\n")
    assert [row.is_total for row in found] == [False, True, False]


def test_a_sum_may_say_how_many_and_have_dashes(tmp_path: Path) -> None:
    def line(**cells: str) -> str:
        return ",".join(cells.get(name, "-") for name in FIELDS)

    words = ("TOTAL 3 UMKM", "JUMLAH 3", "Sub-total", "Jml", "Total Usaha")
    sums = [line(name=word, workers="9") for word in (*words, "JUMLAH TOTAL KESELURUHAN")]
    sums += [line(name="JUMLAH"), line(name="Jumlah", nib="3", workers="9")]
    others = [line(name="Total Jaya", workers="9"), line(name="Jumlah", nib="1234567890123")]
    found = rows(tmp_path, "\n".join([HEADER, *sums, *others]))
    assert [row.is_total for row in found] == [True] * len(sums) + [False] * len(others)


def test_a_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    found = rows(
        tmp_path, f"{HEADER}\n{ROW.replace('v0', chr(34) + 'a' + chr(10) + 'b' + chr(34))}\n{ROW}"
    )
    assert [(row.line, row.values and row.values["name"]) for row in found] == [
        (2, "a\nb"),
        (4, "v0"),
    ]


def test_a_quote_that_never_closes_costs_no_other_row(tmp_path: Path) -> None:
    found = rows(tmp_path, f"{HEADER}\n{ROW.replace('v0', chr(34) + 'Batik')}\n{ROW}\n{ROW}\n")
    assert [(row.line, row.values and row.values["name"]) for row in found] == [
        (2, '"Batik'),
        (3, "v0"),
        (4, "v0"),
    ]


def test_a_quoted_comma_does_not_make_up_for_a_missing_cell(tmp_path: Path) -> None:
    short = ",".join(['"a, b"', *(f"v{n}" for n in range(1, len(FIELDS) - 1))])
    found = rows(tmp_path, f"{HEADER}\n{short}\n")
    assert [(row.values or {}).get("phone") for row in found] == [""]


def test_an_endless_cell_is_one_bad_row(tmp_path: Path) -> None:
    found = rows(tmp_path, f"{HEADER}\n{'x' * (MAX_LINE * 4)}\n{ROW}\n")
    assert [(row.line, row.values is None) for row in found] == [(2, True), (3, False)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_reading_resumes_after_any_record(tmp_path: Path, newline: str, encoding: str) -> None:
    """Blank lines, cells over lines, accents, an endless line: the end is where it is."""
    lines = [
        HEADER.replace(",", ";"),
        ROW.replace("v0", "Café ñandú"),
        "",
        ROW.replace("v0", f'"dua{newline}baris é"'),
        ROW.replace("v1", '"tak tertutup é'),
        "x" * (MAX_LINE * 2) + "é",
        ROW,
        "pendek",
        ROW.replace("v0", "akhir é"),
    ]
    text = newline.join(line.replace(",", ";") for line in lines)
    path = written(tmp_path, text.encode(encoding))
    whole = list(read_register(path))
    assert len(whole) == 7
    assert whole[-1].end.offset == path.stat().st_size
    for index, row in enumerate(whole):
        rest = list(read_register(path, after=row.end))
        assert [(r, r.end) for r in rest] == [(r, r.end) for r in whole[index + 1 :]]
