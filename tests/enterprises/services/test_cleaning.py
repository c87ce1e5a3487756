"""Typed data from what people write."""

from datetime import date
from typing import Any

import pytest

from common.errors import InvalidInput
from enterprises.enums import LegalForm
from enterprises.services.cleaning import FIELDS, OPTIONAL, EnterpriseData, clean, unquote
from reference.enums import KbliVersion, Sector
from tests.factories.enterprises import NPWP, invented_nib, invented_nik, typed_enterprise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def read(**changes: Any) -> EnterpriseData:
    return clean(typed_enterprise(**changes), today=TODAY)


def codes(**changes: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidInput) as refused:
        read(**changes)
    return [(error.field, error.code) for error in refused.value.errors]


def test_every_field_is_typed() -> None:
    data = read()
    assert (data.name, data.legal_form, data.nib, data.nik, data.npwp) == (
        "Mebel Jati Rukun",
        LegalForm.SOLE,
        invented_nib(500_000),
        invented_nik(500),
        NPWP,
    )
    assert (data.regency.pk, data.sector, data.kbli, data.kbli_version) == (
        "35.78",
        Sector.FURNITURE,
        "31001",
        KbliVersion.KBLI_2020,
    )
    assert (data.founded_on, data.owner_capital, data.loan_capital, data.annual_sales) == (
        date(2019, 8, 17),
        60_000_000,
        0,
        240_000_000,
    )
    assert (data.workers, data.phone, data.warnings) == (3, "+6281234567890", ())


def test_json_types_are_read_too() -> None:
    data = read(owner_capital=5, annual_sales=0, workers=0, kbli_version=2025, kbli="31011")
    assert (data.owner_capital, data.annual_sales, data.workers) == (5, 0, 0)
    assert data.kbli_version == KbliVersion.KBLI_2025


@pytest.mark.parametrize("missing", ["npwp", "loan_capital", "phone"])
@pytest.mark.parametrize("value", [None, "", "  '"])
def test_optional_fields_may_be_empty(missing: str, value: str | None) -> None:
    read(**{missing: value})


def test_zeros_are_no_npwp_and_every_dash_is_no_amount() -> None:
    assert read(npwp="00.000.000.0-000.000").npwp is None
    assert [read(owner_capital=dash).owner_capital for dash in "-–—−"] == [0] * 4
    assert [read(candidate=text).candidate for text in ("", "-", "Tdk.", "SALAH")] == [False] * 4


def test_a_number_of_an_sku_may_hold_an_e() -> None:
    assert [read(sku_number=text).sku_number for text in ("470E12", "12E3")] == ["470E12", "12E3"]
    for text in ("4,7E12", "4.7E+12", "47E+12"):
        assert codes(sku_number=text) == [("sku_number", "excel_changed")]


def test_all_errors_come_at_once_and_repeat_no_number() -> None:
    with pytest.raises(InvalidInput) as refused:
        clean({"nik": "3578011708450000", "npwp": "131752941565001"}, today=TODAY)
    actual = {error.field: error.code for error in refused.value.errors}
    required = [name for name in FIELDS if name not in OPTIONAL]
    assert actual == {**dict.fromkeys(required, "required"), "nik": "nik_serial"}
    messages = " ".join(str(error.message) for error in refused.value.errors)
    assert "3578011708450000" not in messages
    assert "131752941565001" not in messages


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "   ", "required"),
        ("name", "x" * 201, "too_long"),
        ("name", "Mebel\ue000Jati", "control_characters"),
        ("name", "Caf\ufffd", "letters_lost"),
        ("name", "-", "required"),
        ("address", "n/a", "required"),
        ("name", "_", "required"),
        ("name", "***", "required"),
        ("address", "?", "required"),
        ("sku_number", "1.23E+10", "excel_changed"),
        ("regency", "35.78 Kota Malang", "regency_unknown"),
        ("nib", "#N/A", "cell_error"),
        ("nib", "\ue0fecell_formula|C2|", "cell_formula"),
        ("name", ["Mebel"], "not_a_text"),
        ("name", True, "not_a_text"),
        ("address", "x" * 501, "too_long"),
        ("legal_form", "firma", "unknown_choice"),
        ("sector", "mining", "unknown_choice"),
        ("kbli_version", "2015", "unknown_choice"),
        ("nib", "123456789012", "excel_changed"),
        ("nib", "12345678901", "nib_length"),
        ("nib", "0000000000000", "nib_zeros"),
        ("nik", "3.57801E+15", "excel_changed"),
        ("nik", "357801170845000", "nik_length"),
        ("nik", "3578013218450001", "nik_date"),
        ("nik", "3578010018450001", "nik_date"),
        ("nik", "3578018108450001", "nik_date"),
        ("nik", "0078011708450001", "nik_province"),
        ("npwp", "131752941565", "npwp_length"),
        ("npwp", "131752951565000", "npwp_check_digit"),
        ("regency", "Kabupaten Atlantis", "regency_unknown"),
        ("regency", "35.80", "regency_unknown"),
        ("regency", "Malang", "regency_ambiguous"),
        ("kbli", "3100", "kbli_lost_zero"),
        ("kbli", "31001, 31002", "kbli_not_5_digits"),
        ("kbli", "3100a", "kbli_not_5_digits"),
        ("kbli", "141205", "kbli_not_5_digits"),
        ("kbli", "141209 Konveksi", "kbli_not_5_digits"),
        ("founded_on", "31/02/2019", "date_impossible"),
        ("founded_on", "kemarin", "date_format"),
        ("founded_on", "24/11/2026", "date_in_future"),
        ("founded_on", "31/12/1899", "date_too_early"),
        ("owner_capital", "banyak", "amount_unreadable"),
        ("owner_capital", "-5000000", "amount_negative"),
        ("owner_capital", "(5.000.000)", "amount_negative"),
        ("owner_capital", "1,500", "amount_ambiguous"),
        ("owner_capital", "1,23457E+08", "amount_rounded"),
        ("owner_capital", "tidak ada", "required"),
        ("annual_sales", "1000000000000001", "amount_too_large"),
        ("annual_sales", 10**40, "amount_too_large"),
        ("annual_sales", 1.5, "not_a_text"),
        ("workers", "-1", "workers_unreadable"),
        ("workers", "1000001", "workers_unreadable"),
        ("workers", "tiga", "workers_unreadable"),
        ("workers", "3-5", "workers_unreadable"),
        ("workers", "-", "required"),
        ("phone", "12345", "phone_invalid"),
        ("phone", "081234567890 / 081345678901", "phone_two"),
    ],
)
def test_a_bad_field_is_named(field: str, value: Any, code: str) -> None:
    assert codes(**{field: value}) == [(field, code)]


def test_bounds_are_inclusive() -> None:
    data = read(
        name="x" * 200,
        founded_on="01/01/1900",
        owner_capital="1.000.000.000.000.000",
        workers="1.000.000",
    )
    assert (len(data.name), data.owner_capital, data.workers) == (200, 10**15, 1_000_000)
    assert read(founded_on="23/11/2026").founded_on == TODAY


def test_unknown_kbli_warns_only() -> None:
    data = read(kbli="99999")
    assert [(w.field, w.code) for w in data.warnings] == [("kbli", "kbli_unknown")]
    assert data == read(kbli="99999")


def test_the_repr_holds_nothing_personal() -> None:
    text = repr(read())
    assert invented_nik(500) not in text
    assert NPWP not in text
    assert "81234567890" not in text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("'3578", "3578"),
        ("'Jum'at Berkah", "Jum'at Berkah"),
        ('"Batik Ayu"', "Batik Ayu"),
        ('"Batik Ayu', "Batik Ayu"),
        ("Batik Ayu'", "Batik Ayu"),
        ('Batik "Ayu"', 'Batik "Ayu"'),
        ('"Ayu" Batik', '"Ayu" Batik'),
        ("“Ayu”", "Ayu"),
        (" ' ' ", ""),
        ("'", ""),
        ("D'Batik", "D'Batik"),
    ],
)
def test_stray_quotes_are_removed(raw: str, expected: str) -> None:
    assert unquote(raw) == expected
