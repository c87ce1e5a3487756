from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from common.text import formats
from common.text.formats import mask_email

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("show", "value", "indonesian", "english"),
    [
        (formats.rupiah, 40_000_000, "Rp40.000.000", "Rp40.000.000"),
        (formats.rupiah, 0, "Rp0", "Rp0"),
        (formats.rupiah, -1_500, "-Rp1.500", "-Rp1.500"),
        (formats.number, 10_000, "10.000", "10.000"),
        (formats.number, 999, "999", "999"),
        (formats.percent, Decimal("0.06"), "6 %", "6 %"),
        (formats.percent, Decimal("0.1"), "10 %", "10 %"),
        (formats.percent, Decimal("0.0650"), "6,5 %", "6.5 %"),
        (formats.percent, Decimal(1), "100 %", "100 %"),
        (formats.percent, Decimal(0), "0 %", "0 %"),
        (formats.file_size, 0, "1 KB", "1 KB"),
        (formats.file_size, 340_400, "340 KB", "340 KB"),
        (formats.file_size, 1_240_000, "1,2 MB", "1.2 MB"),
        (formats.date_long, DAY, "Senin, 23 November 2026", "Monday, 23 November 2026"),
        (formats.date_short, DAY, "23 Nov 2026", "23 Nov 2026"),
        (formats.date_short, date(2026, 5, 1), "1 Mei 2026", "1 May 2026"),
        (
            formats.date_short,
            datetime(2026, 11, 22, 17, 0, tzinfo=UTC),
            "23 Nov 2026",
            "23 Nov 2026",
        ),
        (formats.time_wib, AT, "14.05 WIB", "14:05 WIB"),
        (formats.datetime_wib, AT, "23 Nov 2026, 14.05 WIB", "23 Nov 2026, 14:05 WIB"),
    ],
)
def test_format_in_both_languages(
    show: Callable[[Any], str], value: Any, indonesian: str, english: str
) -> None:
    with translation.override("id"):
        assert show(value) == indonesian
    with translation.override("en"):
        assert show(value) == english


def test_formats_without_a_language_are_indonesian() -> None:
    with translation.override(None):
        assert formats.date_long(DAY) == "Senin, 23 November 2026"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (3, "3 hari kerja lagi"),
        (1, "1 hari kerja lagi"),
        (0, "hari ini"),
        (-2, "terlambat 2 hari kerja"),
        (1200, "1.200 hari kerja lagi"),
    ],
)
def test_working_days_left(days: int, text: str) -> None:
    with translation.override("id"):
        assert formats.working_days_left(days) == text


def test_a_day_that_has_passed_is_not_today() -> None:
    with translation.override("id"):
        assert formats.working_days_left(0, has_passed=True) == "batas waktu lewat"
        assert formats.working_days_left(-1, has_passed=True) == "terlambat 1 hari kerja"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Verifikasi", "verifikasi"),
        ("Pengajuan Anda di OSS", "pengajuan Anda di OSS"),
        ("OSS", "OSS"),
        ("P-IRT dicatat", "P-IRT dicatat"),
        ("e-SKA", "e-SKA"),
        ("", ""),
    ],
)
def test_in_sentence(label: str, text: str) -> None:
    assert formats.in_sentence(label) == text


@pytest.mark.parametrize(
    ("value", "keep", "text"),
    [
        ("3578014107803944", 4, "•" * 12 + "3944"),
        ("3944", 4, "••••"),
        ("12", 4, "••"),
        ("12345", 0, "•••••"),
        ("", 4, ""),
    ],
)
def test_mask_tail(value: str, keep: int, text: str) -> None:
    assert formats.mask_tail(value, keep) == text


def test_filters_carry_the_same_names() -> None:
    source = (
        "{% load portal %}{{ a|rupiah }} {{ a|number }} {{ p|percent }} {{ d|date_long }} "
        "{{ d|date_short }} {{ t|time_wib }} {{ t|datetime_wib }} {{ n|working_days_left }} "
        "{{ k|mask_tail }} {{ k|mask_tail:2 }}"
    )
    values = {"a": 1500, "p": Decimal("0.06"), "d": DAY, "t": AT, "n": 3, "k": "123456"}
    with translation.override("id"):
        assert Template(source).render(Context(values)) == (
            "Rp1.500 1.500 6 % Senin, 23 November 2026 23 Nov 2026 14.05 WIB "
            "23 Nov 2026, 14.05 WIB 3 hari kerja lagi ••3456 ••••56"
        )


@pytest.mark.parametrize("value", [None, ""])
def test_filters_show_nothing_for_nothing(value: Any) -> None:
    template = Template("{% load portal %}[{{ v|rupiah }}{{ v|date_long }}{{ v|mask_tail:4 }}]")
    assert template.render(Context({"v": value})) == "[]"


@pytest.mark.parametrize(
    ("address", "expected"), [("siti@contoh.id", "s…@contoh.id"), ("", ""), ("aneh", "")]
)
def test_an_address_is_masked(address: str, expected: str) -> None:
    assert mask_email(address) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", ""),
        ("x" * 280, ""),
        ("a\nb\nc\nd", ""),
        ("a\nb\nc\nd\ne", "a\nb\nc\nd"),
        ("kata " * 57, ("kata " * 56).strip()),
        ("x" * 300, "x" * 280),
        ("kata " + "x" * 300, "kata " + "x" * 275),
    ],
)
def test_a_long_text_begins_at_a_whole_word(text: str, start: str) -> None:
    assert formats.beginning(text) == start
