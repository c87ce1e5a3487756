"""Rows that sum a table: they name nobody, and are no row of it. Pure."""

import re
from typing import Final

from common.typed_text import visible_line

_TOTAL: Final = re.compile(
    r"(?:(?:grand|sub) ?)?(?:total|jumlah|rata-rata)(?: (?:total|keseluruhan|seluruhnya|semua))?"
)


def is_total_word(text: str) -> bool:
    """Tell whether a cell only says that its row is a sum, such as JUMLAH or Grand total."""
    return _TOTAL.fullmatch(visible_line(text).casefold().strip(" :.'\"")) is not None
