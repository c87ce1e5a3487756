"""Yes and no as people, programs and spreadsheets write them. Pure."""

from typing import Final

from common.text.typed import visible_line

# Capitals aside; Excel writes truth values in the language of its user, people tick.
_YES: Final = frozenset(
    {"ya", "y", "iya", "yes", "true", "benar", "1", "1.0", "x", "v", "✓", "✔", "√", "☑", "✅"}
)
_NO: Final = frozenset(
    {"tidak", "tdk", "belum", "t", "n", "no", "false", "salah", "bukan", "0", "0.0", "✗", "✘", "☐"}
)
_AROUND: Final = " .'\"`‘’“”"


def read_yes_or_no(text: str) -> bool | None:
    """Return what a text says; None where it says neither, nor is empty."""
    word = visible_line(text).casefold().strip(_AROUND)
    if word in _YES:
        return True
    return False if word in _NO else None
