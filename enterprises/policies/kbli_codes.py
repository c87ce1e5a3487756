"""KBLI codes as people write them; whether a code exists is not judged here. Pure."""

import re
from typing import Final

from common.coded_error import CodedError
from common.text.typed import plain_marks

# The code, then perhaps its title; two codes are no code.
_CODE: Final = re.compile(
    r"(?:kbli )?([0-9]{5})(?:[.,]0)?(?:[^0-9A-Za-z][^0-9]*)?",
    re.IGNORECASE,
)
_LOST_ZERO: Final = re.compile(r"[0-9]{4}(?:[.,]0)?")


class NotAKbli(CodedError):
    """The text holds no code: kbli_not_5_digits, or kbli_lost_zero, with the `likely` one."""

    def __init__(self, code: str, *, likely: str = "") -> None:
        super().__init__(code)
        self.likely = likely


def read_kbli(text: str) -> str:
    """Return the five digits of `14120`, `14120.0` or `14120 - Konveksi`; raises NotAKbli."""
    typed = plain_marks(text)
    match = _CODE.fullmatch(typed)
    if match is not None:
        return match[1]
    if _LOST_ZERO.fullmatch(typed):
        raise NotAKbli("kbli_lost_zero", likely=f"0{typed[:4]}")
    raise NotAKbli("kbli_not_5_digits")
