"""Economic sector of an activity, as the KUR rules group them, from its KBLI code."""

from typing import Final, Literal

SectorGroup = Literal[
    "agriculture", "plantation", "fishery", "livestock", "manufacturing", "trade", "services"
]

_VERSIONS: Final = frozenset({"2020", "2025"})
# Perennial crops are plantations; the rest of the crops, mixed farming and hunting are agriculture.
_FARMING: Final[dict[str, SectorGroup]] = {"012": "plantation", "014": "livestock"}


def sector_group(kbli: str, version: str) -> SectorGroup:
    """Return the sector of a KBLI code of two to five digits.

    The divisions used here mean the same in KBLI 2020 and 2025 (division 45 is only in the
    former). Raises ValueError for another version or an invalid code.
    """
    if version not in _VERSIONS:
        raise ValueError("unknown KBLI version")
    if not (kbli.isascii() and kbli.isdigit() and 2 <= len(kbli) <= 5):
        raise ValueError("a KBLI code has two to five digits")
    division = int(kbli[:2])
    if division in (1, 2):
        return _FARMING.get(kbli[:3], "agriculture")
    if division == 3:
        return "fishery"
    if 10 <= division <= 33:
        return "manufacturing"
    return "trade" if 45 <= division <= 47 else "services"
