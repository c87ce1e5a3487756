"""One reader of yes and no for registers and bulk checks."""

import pytest

from common.text.yes_or_no import read_yes_or_no


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (("ya", "Ya.", " YA ", "'benar'", "TRUE", "x", "✓", "1", "Y"), True),
        (("tidak", "Tdk.", "SALAH", "FALSE", "0", "n", "☐"), False),
        (("", "mungkin", "2", "yatidak"), None),
    ],
)
def test_yes_and_no_are_read(texts: tuple[str, ...], answer: bool | None) -> None:
    assert [read_yes_or_no(text) for text in texts] == [answer] * len(texts)
