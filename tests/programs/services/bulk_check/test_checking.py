"""Verdicts over a spreadsheet: the same as one by one, and no row stops the others."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from programs.services.bulk_check.checking import check_file

pytestmark = pytest.mark.django_db
GOOD = {
    "nama": "Siti",
    "scheme": "kur-mikro",
    "on": "2026-11-23",
    "requested_amount": "40.000.000",
    "annual_sales": "240000000",
    "has_npwp": "tidak",
    "borrower": "person",
}


def evaluate(tmp_path: Path, content: bytes) -> tuple[list[dict[str, str]], dict[str, int]]:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    stdout = io.StringIO()
    call_command("check_eligibility", source, out=out, stdout=stdout)
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream)), json.loads(stdout.getvalue().splitlines()[-1])


def table(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_each_row_has_its_verdict_and_keeps_its_columns(tmp_path: Path) -> None:
    rows, counts = evaluate(
        tmp_path,
        table(
            GOOD,
            {**GOOD, "requested_amount": "Rp60.000.000"},
            {**GOOD, "annual_sales": ""},
            {**GOOD, "scheme": "merek-umk", "owns_the_brand": "tidak"},
        ),
    )
    assert [row["eligible"] for row in rows] == ["true", "false", "", "true"]
    assert [row["codes"] for row in rows] == [
        "",
        "npwp_needed",
        "missing:annual_sales",
        "brand_not_own",
    ]
    assert "Rp50.000.000" in rows[1]["messages"]
    assert [row["nama"] for row in rows] == ["Siti"] * 4
    assert counts == {"read": 4, "eligible": 2, "refused": 1, "open": 1, "bad": 0}


@pytest.mark.parametrize(
    ("column", "cell", "codes"),
    [
        ("credit_history", "mortgage; commercial_repaid", "commercial_credit_received"),
        ("credit_history", "Kredit pemilikan rumah (KPR)", ""),
        ("credit_history", "tidak pernah", ""),
        ("credit_history", "[]", ""),
        ("other_productive_credit", "tidak", ""),
        ("other_productive_credit", "ya", "other_productive_credit"),
    ],
)
def test_earlier_credit_in_either_form(tmp_path: Path, column: str, cell: str, codes: str) -> None:
    rows, counts = evaluate(tmp_path, table({**GOOD, column: cell}))
    assert (rows[0]["eligible"], rows[0]["codes"]) == ("true", codes)
    assert counts["bad"] == 0


def test_an_unknown_kind_of_credit_is_named_with_what_is_accepted(tmp_path: Path) -> None:
    rows, _counts = evaluate(tmp_path, table({**GOOD, "credit_history": "gadai emas"}))
    assert rows[0]["codes"] == "bad_row"
    assert "“gadai emas”" in rows[0]["messages"]
    assert "dipisahkan titik koma" in rows[0]["messages"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scheme": "kur-raksasa"},
        {"scheme": ""},
        {"on": "kemarin"},
        {"on": "1999-01-01"},
        {"requested_amount": "0"},
        {"requested_amount": "-5"},
        {"requested_amount": "1000000000000000000"},
        {"requested_amount": "banyak"},
        {"has_npwp": "mungkin"},
        {"borrower": "bank"},
        {"business_started_on": "2026-13-40"},
        {"business_started_on": "2999-01-01"},
        {"regency": "99.99"},
    ],
)
def test_a_bad_row_is_reported_and_stops_nothing(tmp_path: Path, wrong: dict[str, str]) -> None:
    rows, counts = evaluate(tmp_path, table({**GOOD, **wrong}, GOOD))
    assert rows[0]["codes"] == "bad_row"
    assert rows[0]["messages"]
    assert rows[1]["eligible"] == "true"
    assert (counts["bad"], counts["eligible"]) == (1, 1)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_separators_and_signatures(tmp_path: Path, before: bytes, delimiter: str) -> None:
    rows, _counts = evaluate(tmp_path, before + table(GOOD, delimiter=delimiter))
    assert rows[0]["eligible"] == "true"


def test_formulas_come_back_harmless(tmp_path: Path) -> None:
    rows, _counts = evaluate(tmp_path, table({**GOOD, "nama": "=HYPERLINK(1)"}))
    assert rows[0]["nama"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nama,borrower\nSiti,person\n",
        b"scheme,scheme\na,b\n",
        b"scheme,eligible\nkur-mikro,true\n",
        b"PK\x03\x04rest",
        b"scheme\x01,on\n",
    ],
)
def test_a_file_without_such_a_table_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CommandError):
        evaluate(tmp_path, content)


def test_a_row_of_another_length_is_reported(tmp_path: Path) -> None:
    rows, counts = evaluate(tmp_path, b"scheme,borrower\nkur-mikro,person,more\nkur-mikro\n")
    assert [row["codes"].split()[0] for row in rows] == ["bad_row", "missing:requested_amount"]
    assert counts["bad"] == 1


def test_the_file_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(table(GOOD))
    with pytest.raises(CommandError):
        call_command("check_eligibility", source, out=source)
    assert source.read_bytes() == table(GOOD)


WORDS = {
    "Nama": "Siti",
    "Skema": "KUR Mikro",
    "Per tanggal": "23/11/2026",
    "Berapa rupiah yang Anda perlukan?": "Rp40.000.000",
    "untuk apa uang itu dipakai": "Modal  kerja",
    "hasil penjualan setahun": "240 000 000".replace(" ", "."),
    "NPWP": "Tidak",
    "jenis peminjam": "Perorangan atau usaha",
    "kabupaten/kota": "Kota Surabaya",
}


def in_words(tmp_path: Path, content: bytes) -> list[dict[str, str]]:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    check_file(source, out, in_words=True)
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_words_are_read_like_codes(tmp_path: Path) -> None:
    rows = in_words(tmp_path, table(WORDS, {**WORDS, "NPWP": ""}, {**WORDS, "Skema": "kur-mikro"}))
    assert [row["Hasil"] for row in rows] == ["memenuhi syarat"] * 3
    assert [row["Baris"] for row in rows] == ["2", "3", "4"]
    assert [*rows[0]] == ["Hasil", "Alasan", "Baris", *WORDS]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    rows = in_words(tmp_path, table({**WORDS, "hasil penjualan setahun": ""}))
    assert (rows[0]["Hasil"], rows[0]["Alasan"]) == (
        "kurang data",
        "Belum diisi: hasil penjualan setahun.",
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"untuk apa uang itu dipakai": "jajan"},
            "Baris 2, kolom “untuk apa uang itu dipakai” terbaca “jajan”. "
            "Yang diterima: Modal kerja, Investasi.",
        ),
        (
            {"jenis peminjam": "bank"},
            "Baris 2, kolom “jenis peminjam” terbaca “bank”. "
            "Yang diterima: perorangan atau usaha, kelompok usaha, koperasi.",
        ),
        (
            {"kabupaten/kota": "Banyumas"},
            "Baris 2, kolom “kabupaten/kota” terbaca “Banyumas”. Itu bukan nama kabupaten atau "
            "kota di Jawa Timur. Yang diterima: nama kabupaten atau kota.",
        ),
        (
            {"NPWP": "mungkin"},
            "Baris 2, kolom “NPWP” terbaca “mungkin”. Yang diterima: ya atau tidak.",
        ),
        (
            {"jangka waktu": "2 tahun"},
            "Baris 2, kolom “jangka waktu” terbaca “2 tahun”. Tulis angka bulat tanpa huruf, "
            "misalnya 12. Yang diterima: angka 1 sampai 120.",
        ),
        (
            {"tanggal mulai usaha": "31/02/2020"},
            "Baris 2, kolom “tanggal mulai usaha” terbaca “31/02/2020”. Tanggal ini tidak ada di "
            "kalender. Tulis hari, bulan, tahun: 23/11/2026. "
            "Yang diterima: tanggal, misalnya 23/11/2026.",
        ),
        (
            {"tanggal mulai usaha": "2999-01-01"},
            "Baris 2, kolom “tanggal mulai usaha” terbaca “2999-01-01”. Tanggal ini belum terjadi.",
        ),
        (
            {"Per tanggal": "besok"},
            "Baris 2, kolom “Per tanggal” terbaca “besok”. Bentuk tanggal ini tidak dikenal. Tulis "
            "seperti 23/11/2026. Yang diterima: tanggal, misalnya 23/11/2026.",
        ),
        (
            {"Skema": "KUR Raksasa"},
            "Baris 2, kolom “Skema” terbaca “KUR Raksasa”. Skema ini tidak dikenal. Yang diterima: "
            "nama skema, misalnya ",
        ),
        (
            {"Per tanggal": "1999-01-01"},
            "Baris 2, kolom “Per tanggal” terbaca “1999-01-01”. Tidak ada ketentuan yang berlaku "
            "pada tanggal itu.",
        ),
        (
            {"requested_amount": "5"},
            "Baris 2, kolom “requested_amount” terbaca “5”. Ada dua kolom untuk hal ini.",
        ),
    ],
)
def test_faults_are_said_in_words(tmp_path: Path, wrong: dict[str, str], words: str) -> None:
    rows = in_words(tmp_path, table({**WORDS, **wrong}))
    assert rows[0]["Hasil"] == "tidak terbaca"
    assert words in rows[0]["Alasan"]


def test_english_words_are_read_in_both_languages(tmp_path: Path) -> None:
    english = {**WORDS, "untuk apa uang itu dipakai": "working capital", "NPWP": "no"}
    rows = in_words(tmp_path, table(english))
    assert rows[0]["Hasil"] == "memenuhi syarat"
    with override("en"):
        rows = in_words(tmp_path, table(english))
    assert rows[0]["Result"] == "eligible"


def test_many_days_and_schemes_fetch_each_edition_once(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    many = [{**WORDS, "Per tanggal": f"{day}/11/2026"} for day in range(1, 29)]
    unknown = [{**WORDS, "Skema": f"skema {n}"} for n in range(30)]
    with django_assert_max_num_queries(12):
        rows = in_words(tmp_path, table(*many, *unknown))
    assert len(rows) == 58


def test_headings_come_back_harmless(tmp_path: Path) -> None:
    rows = in_words(tmp_path, table({**WORDS, "=1+1": "x"}))
    assert rows[0]["'=1+1"] == "x"
