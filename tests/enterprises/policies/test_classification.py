import pytest

from enterprises.policies.classification import (
    Scale,
    Thresholds,
    classify_by_capital,
    classify_by_sales,
)

BILLION = 1_000_000_000
CAPITAL = Thresholds(micro=BILLION, small=5 * BILLION, medium=10 * BILLION)
SALES = Thresholds(micro=2 * BILLION, small=15 * BILLION, medium=50 * BILLION)


@pytest.mark.parametrize(
    ("capital", "scale"),
    [
        (0, "micro"),
        (BILLION - 1, "micro"),
        (BILLION, "micro"),
        (BILLION + 1, "small"),
        (5 * BILLION - 1, "small"),
        (5 * BILLION, "small"),
        (5 * BILLION + 1, "medium"),
        (10 * BILLION - 1, "medium"),
        (10 * BILLION, "medium"),
        (10 * BILLION + 1, "large"),
    ],
)
def test_class_by_capital(capital: int, scale: Scale) -> None:
    assert classify_by_capital(capital, CAPITAL) == scale


@pytest.mark.parametrize(
    ("sales", "scale"),
    [
        (0, "micro"),
        (2 * BILLION - 1, "micro"),
        (2 * BILLION, "micro"),
        (2 * BILLION + 1, "small"),
        (15 * BILLION - 1, "small"),
        (15 * BILLION, "small"),
        (15 * BILLION + 1, "medium"),
        (50 * BILLION - 1, "medium"),
        (50 * BILLION, "medium"),
        (50 * BILLION + 1, "large"),
    ],
)
def test_class_by_sales(sales: int, scale: Scale) -> None:
    assert classify_by_sales(sales, SALES) == scale


def test_negative_amount_has_no_class() -> None:
    with pytest.raises(ValueError, match="negative"):
        classify_by_capital(-1, CAPITAL)


@pytest.mark.parametrize("limits", [(0, 1, 2), (2, 2, 3), (3, 2, 1), (1, 3, 3)])
def test_thresholds_must_rise(limits: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="rise"):
        Thresholds(*limits)
