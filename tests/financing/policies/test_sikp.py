"""The row for SIKP: what SIKP would refuse, and what it might refuse."""

import pytest

from financing.policies.sikp import findings, is_ready, tax_number
from tests.financing.sikp_row import ROW


def findings_of(row: dict[str, str]) -> set[tuple[str, str, bool]]:
    return {(each.code, each.field, each.blocks) for each in findings(row)}


def test_a_whole_row_has_nothing_to_refuse() -> None:
    assert findings_of(ROW) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"nik": "357801450390000"}, ("bad_format", "nik", True)),
        ({"nik": "35780145039000091"}, ("bad_format", "nik", True)),
        ({"nik": "357801450390000x"}, ("bad_format", "nik", True)),
        ({"nmr_registry": "A" * 15}, ("too_long", "nmr_registry", True)),
        ({"nama": "A" * 251}, ("too_long", "nama", True)),
        ({"alamat_usaha": "A" * 256}, ("too_long", "alamat_usaha", True)),
        ({"maritas_sts": ""}, ("missing", "maritas_sts", True)),
        ({"jml_kredit": ""}, ("missing", "jml_kredit", True)),
        ({"pendidikan": ""}, ("code_unknown", "pendidikan", False)),
        ({"no_hp": ""}, ("missing", "no_hp", False)),
        ({"kode_kabkota": "3515"}, ("other_region", "kode_kabkota", False)),
        ({"tgl_lahir": "06031990"}, ("other_birth", "tgl_lahir", False)),
        ({"tgl_lahir": "05031991"}, ("other_birth", "tgl_lahir", False)),
    ],
)
def test_what_sikp_would_refuse_and_what_it_might_refuse(
    change: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    row = {**ROW, **change}
    assert findings_of(row) == {expected}
    assert is_ready(findings(row)) is not expected[2]


def test_texts_fit_at_their_limits_and_men_have_no_forty_in_the_nik() -> None:
    longest = {"nmr_registry": "A" * 14, "nama": "A" * 250, "alamat": "A" * 255}
    assert findings_of({**ROW, **longest, "nik": "3578010503900009"}) == set()


def test_tax_numbers_in_fifteen_digits() -> None:
    assert tax_number("012345678901234", ROW["nik"]) == "012345678901234"
    assert tax_number("0012345678901234", ROW["nik"]) == "012345678901234"
    assert tax_number(ROW["nik"], ROW["nik"]) == ""
    assert tax_number("", ROW["nik"]) == ""
