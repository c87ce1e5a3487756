"""Primary keys in addresses and forms."""

import pytest

from common.web.primary_keys import RowIdConverter, parse_pk

LARGEST = 2**63 - 1


def test_a_key_is_of_ascii_digits_and_fits_64_bits() -> None:
    assert (parse_pk("0"), parse_pk("007"), parse_pk(str(LARGEST))) == (0, 7, LARGEST)
    for text in ("", "-1", "1.0", "\u0661", "\u00b2", str(LARGEST + 1), "1" * 5000, "1 "):
        assert parse_pk(text) is None, text
    assert RowIdConverter().to_python("7") == 7
    with pytest.raises(ValueError, match="no row"):
        RowIdConverter().to_python(str(LARGEST + 1))
