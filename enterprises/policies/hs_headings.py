"""Headings of the HS that are usual in each priority sector: a hint, never a rule. Pure.

From the dossier of the project (confidence H at four digits); other headings are as good.
"""

from collections.abc import Mapping
from typing import Final

USUAL_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "furniture": ("9401", "9403", "9404", "4421"),
    "fashion": (
        "6109", "6110", "6203", "6204", "6205", "6206", "6211", "6214", "6217",
        "5208", "5007", "4202", "6403", "6404", "6405",
    ),
    "agribusiness": (
        "0901", "0902", "0904", "0905", "0906", "0907", "0908", "0909", "0910", "0801", "0803",
        "0813", "0409", "1701", "1702", "1703", "1704", "1801", "1806", "1905", "2008", "2103",
        "2106", "0305", "0306", "1212",
    ),
    "handicraft": (
        "4602", "4420", "4419", "4414", "6912", "6913", "7018", "7113", "7117", "8306", "9206",
        "9503", "9601", "9602", "9701", "9703", "6702", "1404",
    ),
    "spa": ("3301", "3303", "3304", "3305", "3307", "3401", "3406", "1211", "3004", "2106"),
}  # fmt: skip


def is_usual(hs_code: str, sector: str) -> bool:
    """Tell whether the heading is usual in the sector; for other sectors nothing is known."""
    return sector not in USUAL_HEADINGS or hs_code[:4] in USUAL_HEADINGS[sector]
