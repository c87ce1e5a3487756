from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.identity.numbers import (
    IdentityError,
    birth_digits_in_nik,
    check_nib,
    check_nik,
    check_npwp,
    check_phone,
)


@pytest.mark.parametrize(
    ("text", "nik"),
    [
        ("3507145707543944", "3507145707543944"),
        ("'3529115102965996", "3529115102965996"),
        ("35.07.14 570754 3944", "3507145707543944"),
        ("3578013112990001", "3578013112990001"),
        ("3578017112990001", "3578017112990001"),
        ("3578012902000001", "3578012902000001"),
        ("9501010101900001", "9501010101900001"),
        ("3599990101900001", "3599990101900001"),
    ],
)
def test_nik_is_accepted(text: str, nik: str) -> None:
    assert check_nik(text) == nik


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik_length"),
        ("350714570754394", "nik_length"),
        ("35071457075439444", "nik_length"),
        ("350714570754394A", "nik_length"),
        ("٣٥٠٧١٤٥٧٠٧٥٤٣٩٤٤", "nik_length"),
        ("9907145707543944", "nik_province"),
        ("0007145707543944", "nik_province"),
        ("3507140007543944", "nik_date"),
        ("3507143207543944", "nik_date"),
        ("3507144007543944", "nik_date"),
        ("3507147207543944", "nik_date"),
        ("3507148007543944", "nik_date"),
        ("3507148107543944", "nik_date"),
        ("3507148507543944", "nik_date"),
        ("3507149907543944", "nik_date"),
        ("3507143102543944", "nik_date"),
        ("3507142902013944", "nik_date"),
        ("3507145700543944", "nik_date"),
        ("3507145713543944", "nik_date"),
        ("3507145707540000", "nik_serial"),
    ],
)
def test_nik_is_refused(text: str, code: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check_nik(text)
    assert refusal.value.code == code
    assert str(refusal.value) == code


@pytest.mark.parametrize(
    ("nik", "born"),
    [
        ("3578015708450001", "170845"),
        ("3578011708050001", "170805"),
        ("3578013103260001", "310326"),
        ("3578014103260001", "010326"),
        ("3578016902000001", "290200"),
    ],
)
def test_birth_digits_are_without_the_forty_of_women(nik: str, born: str) -> None:
    assert birth_digits_in_nik(nik) == born


@pytest.mark.parametrize(
    ("text", "npwp"),
    [
        ("01.312.166.0-091.000", "013121660091000"),
        ("013121660091000", "013121660091000"),
        ("0013121660091000", "0013121660091000"),
        ("3507145707543944", "3507145707543944"),
    ],
)
def test_npwp_is_accepted(text: str, npwp: str) -> None:
    assert check_npwp(text) == npwp


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "npwp_length"),
        ("01312166009100", "npwp_length"),
        ("01312166009100000", "npwp_length"),
        ("01312166009100X", "npwp_length"),
        ("013121661091000", "npwp_check_digit"),
        ("0013121661091000", "npwp_check_digit"),
        ("00.000.000.0-000.000", "npwp_check_digit"),
        ("3507148507543944", "nik_date"),
    ],
)
def test_npwp_is_refused(text: str, code: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check_npwp(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["0120410304605", " '0120410304605", "0120-4103-04605"])
def test_nib_is_accepted(text: str) -> None:
    assert check_nib(text) == "0120410304605"


@pytest.mark.parametrize("text", ["", "11204103046", "11204103046055", "112041030460B"])
def test_nib_is_refused(text: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check_nib(text)
    assert refusal.value.code == "nib_length"


def test_a_nib_of_zeros_is_none() -> None:
    with pytest.raises(IdentityError) as refusal:
        check_nib("0000000000000")
    assert refusal.value.code == "nib_zeros"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (check_nib, "120410304605"),
        (check_nib, "1.20410E+12"),
        (check_nik, "3.57801E+15"),
        (check_nik, "3,57801E+15"),
        (check_npwp, "1.31753E+14"),
        (check_npwp, "13121660091000"),
        (check_phone, "6.28123E+12"),
    ],
)
def test_a_number_that_excel_changed_is_told_apart(check: Callable[[str], str], text: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check(text)
    assert refusal.value.code == "excel_changed"


@pytest.mark.parametrize(
    ("check", "text", "number"),
    [
        (check_nik, "\u200b3507 1457\u00a00754\u20103944", "3507145707543944"),
        (check_nik, "3507145707543944.0", "3507145707543944"),
        (check_nik, "３５０７１４５７０７５４３９４４", "3507145707543944"),
        (check_nib, "\ufeff0120410304605.0", "0120410304605"),
        (check_npwp, "01.312.166.0\u2013091.000", "013121660091000"),
    ],
)
def test_marks_of_people_and_programs_are_read_through(
    check: Callable[[str], str], text: str, number: str
) -> None:
    assert check(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "081284714297", "+6281284714297", "6281284714297", "0812-8471-4297", "'(0812) 8471 4297",
        "81284714297", "+62 (0)812 8471 4297", "+62 0812 8471 4297", "006281284714297",
        "0812.8471.4297", "0812\u20118471\u20134297", "81284714297.0", "\u202a081284714297\u202c",
    ],
)  # fmt: skip
def test_phone_becomes_international(text: str) -> None:
    assert check_phone(text) == "+6281284714297"


@pytest.mark.parametrize(
    "text",
    ["", "0315012345", "084112345678", "0812", "08128471429712345", "+6591234567", "0812abc47142"],
)
def test_phone_is_refused(text: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check_phone(text)
    assert refusal.value.code == "phone_invalid"


@pytest.mark.parametrize(
    "text",
    [
        "0812-8471-4297 / 0813-8471-4297", "081284714297 081384714297", "081284714297;081384714297",
        "081284714297 atau 081384714297",
    ],
)  # fmt: skip
def test_two_phones_in_one_cell_are_refused_in_words(text: str) -> None:
    with pytest.raises(IdentityError) as refusal:
        check_phone(text)
    assert refusal.value.code == "phone_two"


@pytest.mark.parametrize("check", [check_nik, check_npwp, check_nib, check_phone])
@given(text=st.text(max_size=30) | st.from_regex(r"[0-9]{12,17}", fullmatch=True))
def test_any_text_is_accepted_or_refused_cleanly(check: Callable[[str], str], text: str) -> None:
    with suppress(IdentityError):
        accepted = check(text)
        assert check(accepted) == accepted
