"""A span of two days as people type it."""

from datetime import date

import pytest

from common.lists.days import DaySpan, read_day, read_span

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        (("", ""), DaySpan()),
        (("2026-11-01", "30/11/2026"), DaySpan(FIRST, LAST)),
        (("2026-11-01", "2026-11-01"), DaySpan(FIRST, FIRST)),
        (("2026-11-01", ""), DaySpan(FIRST)),
        (
            ("2026-11-30", "2026-11-01"),
            DaySpan(
                LAST,
                FIRST,
                last_problem="“Sampai” lebih awal daripada “dari”. Tukar kedua tanggalnya.",
            ),
        ),
        (
            ("kemarin", "2026-11-30"),
            DaySpan(last=LAST, first_problem="Tanggal ini tidak terbaca. Contoh: 23/11/2026."),
        ),
    ],
)
def test_a_span_says_what_is_wrong_with_it(typed: tuple[str, str], span: DaySpan) -> None:
    assert read_span(*typed) == span
    assert span.is_reversed == (span.first == LAST)
    assert span.problem == span.first_problem + span.last_problem


@pytest.mark.parametrize("text", ["", " ", "20261118", "0001-01-01", "9999-12-31", "1" * 300])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None
