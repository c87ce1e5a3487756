"""Words for the sum of a table, whatever else people write in a cell."""

import time

import pytest

from common.files.totals import is_total_word


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("JUMLAH", True),
        ("Total 3 UMKM", True),
        ("Total : 1.250 unit", True),
        ("total 1250", True),
        ("total 1 2.000 3", True),
        ("total 1.2", False),
        ("Total Jaya", False),
        ("total " + "1 " * 34 + "x", False),
        ("total " + "123456789" * 8 + "x", False),
        ("total " + "1 " * 10_000 + "x", False),
        ("total " + "1 " * 10_000, False),
    ],
)
def test_only_words_for_a_sum_are_one_and_soon_known(text: str, is_total: bool) -> None:
    begun = time.process_time()
    assert is_total_word(text) is is_total
    # Every way to split the numbers would take years.
    assert time.process_time() - begun < 1
