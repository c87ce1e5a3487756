"""Single sampling plans for normal inspection after ISO 2859-1 (ANSI/ASQ Z1.4). Pure.

The numbers are facts in wide use; the text of the standard is not repeated here.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from common.coded_error import CodedError

LEVELS: Final = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
AQLS: Final = ("0.65", "1.0", "1.5", "2.5", "4.0", "6.5")
MIN_LOT, MAX_LOT = 2, 10**9

# Upper bounds of the ranges of lot sizes; a larger lot takes the last row.
_LOTS: Final = (
    8,
    15,
    25,
    50,
    90,
    150,
    280,
    500,
    1_200,
    3_200,
    10_000,
    35_000,
    150_000,
    500_000,
)
# One string per level, one letter per row of lot sizes.
_LETTERS: Final[Mapping[str, str]] = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
_SIZES: Final[Mapping[str, int]] = {
    "A": 2,
    "B": 3,
    "C": 5,
    "D": 8,
    "E": 13,
    "F": 20,
    "G": 32,
    "H": 50,
    "J": 80,
    "K": 125,
    "L": 200,
    "M": 315,
    "N": 500,
    "P": 800,
    "Q": 1_250,
    "R": 2_000,
}
_UP, _DOWN = "u", "d"
# Acceptance numbers by AQL, one entry per letter of `_SIZES`: `d` takes the first plan below (the
# larger sample), `u` the first above.
_ACCEPT: Final[Mapping[str, Sequence[str]]] = {
    "0.65": ["d", "d", "d", "d", "d", "0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21"],
    "1.0": ["d", "d", "d", "d", "0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21", "u"],
    "1.5": ["d", "d", "d", "0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21", "u", "u"],
    "2.5": ["d", "d", "0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21", "u", "u", "u"],
    "4.0": ["d", "0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21", "u", "u", "u", "u"],
    "6.5": ["0", "u", "d", "1", "2", "3", "5", "7", "10", "14", "21", "u", "u", "u", "u", "u"],
}


class SamplingError(CodedError):
    """`code` is lot_range, level_unknown or aql_unknown."""


@dataclass(frozen=True)
class SamplingPlan:
    """How many pieces to inspect, and how many defective ones reject the lot.

    `lot_code_letter` follows from lot and level, `code_letter` from the arrows of the table. Where
    the sample would be the lot or more, every piece is inspected: `sample_size` is the lot.
    """

    lot_code_letter: str
    code_letter: str
    sample_size: int
    accept: int
    reject: int

    def inspects_all(self, lot_size: int) -> bool:
        """Tell whether every piece is inspected."""
        return self.sample_size == lot_size


def sampling_plan(lot_size: int, level: str, aql: str) -> SamplingPlan:
    """Return the plan for a lot of `lot_size` pieces; raises SamplingError.

    `aql` is percent nonconforming as written on contracts ("2.5"); lots are 2 to 10^9 pieces.
    """
    if not MIN_LOT <= lot_size <= MAX_LOT:
        raise SamplingError("lot_range")
    if level not in _LETTERS:
        raise SamplingError("level_unknown")
    if aql not in _ACCEPT:
        raise SamplingError("aql_unknown")
    start = _LETTERS[level][bisect_left(_LOTS, lot_size)]
    letters = list(_SIZES)
    at, accept = letters.index(start), _ACCEPT[aql]
    while accept[at] in (_UP, _DOWN):
        at += 1 if accept[at] == _DOWN else -1
    number = int(accept[at])
    size = min(_SIZES[letters[at]], lot_size)
    return SamplingPlan(start, letters[at], size, number, number + 1)
