"""Class of an enterprise by PP 7/2021 Art 35. The thresholds are dated parameters, passed in."""

from dataclasses import dataclass
from typing import Literal

Scale = Literal["micro", "small", "medium", "large"]


@dataclass(frozen=True)
class Thresholds:
    """The highest amount, in rupiah and inclusive, of each class."""

    micro: int
    small: int
    medium: int

    def __post_init__(self) -> None:
        if not 0 < self.micro < self.small < self.medium:
            raise ValueError("thresholds must rise from micro to medium")


def classify_by_capital(capital: int, thresholds: Thresholds) -> Scale:
    """Return the class by business capital, Art 35(3); used when an enterprise is registered.

    `capital` is own and loan capital in rupiah, without land and buildings of the place of
    business. ValueError below zero.
    """
    return _class_of(capital, thresholds)


def classify_by_sales(annual_sales: int, thresholds: Thresholds) -> Scale:
    """Return the class by annual sales in rupiah, Art 35(5); used for support programmes.

    ValueError below zero.
    """
    return _class_of(annual_sales, thresholds)


def _class_of(amount: int, thresholds: Thresholds) -> Scale:
    if amount < 0:
        raise ValueError("an amount cannot be negative")
    if amount <= thresholds.micro:
        return "micro"
    if amount <= thresholds.small:
        return "small"
    return "medium" if amount <= thresholds.medium else "large"
