from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates.parsing import NotADate, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03",
        "2026-2-3",
        "03/02/2026",
        "3/2/2026",
        "03-02-2026",
        "3.2.2026",
        " '3/2/2026",
        "2026/02/03",
        "03/02/26",
        "3-Feb-26",
        "3-Peb-2026",
        "3 Februari 2026",
        "Selasa, 3 Feb. 2026",
        "selasa 3 Februari 2026",
        "Surabaya, 3 Februari 2026",
        "Selasa, 03/02/2026",
        "2026-02-03T00:00:00Z",
        "2026-02-02T17:00:00.000Z",
        "2026-02-03 06:00:00+0700",
        "2026-02-03 00:00:00+07",
        "2026-02-02 17:00:00.5+00",
        "3 FEBRUARY 2026",
        "2026-02-03 00:00:00",
        "2026-02-03T10:00",
        "03/02/2026 00.00",
        "3 / 2 / 2026",
        "46056",
        "46056.0",
        "\u200e3\u20132\u20132026",
        "０３/02/2026",
    ],
)
def test_date_is_read(text: str) -> None:
    assert parse_date(text) == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_empty"),
        (" ' ", "date_empty"),
        ("3/2-2026", "date_format"),
        ("20260203", "date_format"),
        ("besok", "date_format"),
        ("07:30:00", "date_format"),
        ("3 Fbr 2026", "date_format"),
        ("1234", "date_format"),
        ("460561", "date_format"),
        ("30 Februari 2026", "date_impossible"),
        ("31/6/26", "date_impossible"),
        ("٠٣/٠٢/٢٠٢٦", "date_format"),
        ("31/02/2026", "date_impossible"),
        ("2025-02-29", "date_impossible"),
        ("02/13/2026", "date_format"),
        ("2019-17-08", "date_format"),
        ("31/13/2026", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("00/01/2026", "date_impossible"),
    ],
)
def test_date_is_refused(text: str, code: str) -> None:
    with pytest.raises(NotADate) as refusal:
        parse_date(text)
    assert refusal.value.code == code


@given(st.dates())
def test_every_day_is_read_both_ways(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year:04}") == day
