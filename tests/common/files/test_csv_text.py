import csv
from pathlib import Path

import pytest

from common.files.csv_text import (
    NotText,
    detect_encoding,
    neutralise,
    open_text,
    sniff_delimiter,
)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a"],
)
def test_formula_is_neutralised(cell: str) -> None:
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Batik = seni", "3578", "'=1", " Kopi", "a+b"])
def test_text_is_left_alone(cell: str) -> None:
    assert neutralise(cell) == cell


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8-sig"),
        (b"nama;alamat\r\n", "utf-8-sig"),
        ("nama\nKafé\n".encode(), "utf-8-sig"),
        ("nama\nKafé\n".encode("utf-8-sig"), "utf-8-sig"),
        ("nama\nKafé – €5\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_detected(data: bytes, encoding: str) -> None:
    assert detect_encoding([data]) == encoding


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
        ("nama\n".encode("utf-16"), "utf16"),
        (b"nama\x00\n", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"nama\nKaf\xe9 \x81\n", "encoding"),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotText) as refusal:
        detect_encoding([data])
    assert refusal.value.code == code


def test_character_cut_by_a_chunk_is_whole() -> None:
    assert detect_encoding([b"Kaf\xc3", b"\xa9"]) == "utf-8-sig"
    assert detect_encoding([b"Kaf", b"\xc3"]) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_late_accent_decides_for_the_whole_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "register.csv"
    rows = "nama,alamat\n" + 'Batik,"Jl. 1\nRT 2"\n' * 20_000 + "Kafé,Surabaya\n"
    path.write_bytes(rows.encode(encoding))
    with open_text(path) as text:
        read = list(csv.reader(text))
    assert read[0] == ["nama", "alamat"]
    assert read[1] == ["Batik", "Jl. 1\nRT 2"]
    assert read[-1] == ["Kafé", "Surabaya"]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("name,nib,nik", ","),
        ("name;nib;nik", ";"),
        ("name", ","),
        ("", ","),
        ('"a;b;c;d",nib', ","),
        ('"a,b,c,d";nib', ";"),
    ],
)
def test_delimiter_is_sniffed(header: str, delimiter: str) -> None:
    assert sniff_delimiter(header) == delimiter
