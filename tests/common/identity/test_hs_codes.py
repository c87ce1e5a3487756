"""HS codes as people write them."""

import pytest

from common.identity.hs_codes import hs_digits, hs_text


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("9401.53.00", "94015300"),
        ("9401 53", "940153"),
        (" HS: 9401-53-00 ", "94015300"),
        ("94.01", "9401"),
        ("94015", None),
        ("9401.53.0", None),
        ("0000", None),
        ("٩٤٠١", None),
        ("kursi", None),
        ("9401\u200b5300", "94015300"),
        ("9" * 5000, None),
        ("", None),
    ],
)
def test_a_code_is_its_digits(text: str, digits: str | None) -> None:
    assert hs_digits(text) == digits


def test_digits_are_shown_as_customs_write_them() -> None:
    assert [hs_text(each) for each in ("9401", "940153", "94015300", "apa saja")] == [
        "9401",
        "9401.53",
        "9401.53.00",
        "apa saja",
    ]
