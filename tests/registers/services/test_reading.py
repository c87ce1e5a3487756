"""Reading registers as people write them."""

from pathlib import Path

import pytest

from common.errors import InvalidInput
from enterprises.services.cleaning import FIELDS
from registers.services.reading import MAX_LINE, RegisterRow, read_register

HEADER = ",".join(FIELDS)
ROW = ",".join(f"v{number}" for number in range(len(FIELDS)))


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "register.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(tmp_path: Path, content: str | bytes) -> list[RegisterRow]:
    return list(read_register(written(tmp_path, content)))


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        rows(tmp_path, content)
    return refused.value.code


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
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
        (HEADER.encode("utf-16"), "file_not_csv"),
        (b"name\x00", "file_not_csv"),
        (HEADER.replace(",nik", ""), "columns_missing"),
        (f"{HEADER},catatan", "columns_unknown"),
        (f"{HEADER},nik", "columns_repeated"),
        ("nama usaha\n", "columns_unknown"),
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


def test_a_wrong_number_of_cells_is_a_bad_row(tmp_path: Path) -> None:
    found = rows(tmp_path, f"{HEADER}\n{ROW},x\nv0\n{ROW}\n")
    assert [(row.line, row.values is None) for row in found] == [(2, True), (3, True), (4, False)]


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
    short = ",".join(['"a, b"', *(f"v{n}" for n in range(2, len(FIELDS)))])
    found = rows(tmp_path, f"{HEADER}\n{short}\n")
    assert [row.values for row in found] == [None]


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
