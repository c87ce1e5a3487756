"""Sixteen digits that may be a NIK, within other words."""

import pytest

from common.identity.numbers import has_nik

NIK = "3578010101900001"


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"KTP{NIK}a",
        "3578 0101 0190 0001",
        "3578/0101/0190/0001",
        "35,78,01,01 01 90, 0001",
        "3578_0101_0190_0001",
        "3578 - 0101 - 0190 - 0001",
        "\u0663\u0665\u0667\u0668\u0660\u0661\u0660\u0661\u0660\u0661\u0669\u0660\u0660\u0660\u0660\u0661",
        "\U0001d7d1\U0001d7d3\U0001d7d5\U0001d7d6010101900001",
        "pada 1/12 oleh 3578/0101/0190/0001",
    ],
)
def test_a_nik_is_seen(text: str) -> None:
    assert has_nik(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12/11/2026, 10/12/2026",
        "12/11/2026-10/12/2026",
        "Rp15.000.000, Rp25.000.000",
        "NIB 1234567890123, kode 123",
        "0812,3456,7890",
        "0" * 17,
        "7/" * 5000,
        "12345678901234567",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert not has_nik(text)
