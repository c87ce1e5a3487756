"""Rows that sum a table: they name nobody, and are not data rows. Pure."""

import re
from typing import Final

from common.text.typed import plain_marks

_TOTAL: Final = re.compile(
    r"(?:(?:grand|sub) ?-? ?)?(?:total|jumlah|jml|jlh|rata ?-? ?rata|rerata)"
    r"(?:[ :=]+(?:total|jumlah|keseluruhan|seluruhnya|semua|akhir|umum|besar|usaha|umkm|ukm|pelaku"
    r"|unit|data|baris|[0-9]+(?:\.[0-9]{3})*))*"
)
# Characters; nobody writes a longer word for a sum.
_LONGEST: Final = 80


def is_total_word(text: str) -> bool:
    """Tell whether a cell only says that its row is a sum, such as JUMLAH or Total 3 UMKM."""
    typed = plain_marks(text).casefold().strip(" :.='\"")
    return len(typed) <= _LONGEST and _TOTAL.fullmatch(typed) is not None
