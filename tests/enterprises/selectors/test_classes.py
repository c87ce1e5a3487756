"""Both UMKM classes (PP 7/2021 art 35)."""

from datetime import date

import pytest

from enterprises.selectors.classes import classes, classify
from reference.selectors.parameters import MissingParameterError
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("capital", "sales", "by_capital", "by_sales"),
    [
        (0, 0, "micro", "micro"),
        (1_000_000_000, 2_000_000_000, "micro", "micro"),
        (1_000_000_001, 2_000_000_001, "small", "small"),
        (5_000_000_000, 15_000_000_000, "small", "small"),
        (10_000_000_000, 50_000_000_000, "medium", "medium"),
        (10_000_000_001, 50_000_000_001, "large", "large"),
        (1_000_000_001, 0, "small", "micro"),
    ],
)
def test_bounds(capital: int, sales: int, by_capital: str, by_sales: str) -> None:
    pair = classify(capital, sales, TODAY)
    assert (pair.by_capital, pair.by_sales) == (by_capital, by_sales)


def test_each_class_names_its_article_and_bound() -> None:
    pair = classify(1_500_000_000, 60_000_000_000, TODAY)
    assert pair.capital_basis == "PP 7/2021 Pasal 35 ayat (3) huruf b"
    assert pair.sales_basis == "PP 7/2021 Pasal 35 ayat (5) huruf c"
    assert (pair.capital_limit, pair.sales_limit) == (5_000_000_000, None)


def test_capital_is_own_plus_loan() -> None:
    enterprise = EnterpriseFactory(owner_capital=600_000_000, loan_capital=500_000_000)
    assert classes(enterprise, TODAY).by_capital == "small"


def test_before_the_regulation_there_is_no_class() -> None:
    with pytest.raises(MissingParameterError):
        classify(1, 1, date(2021, 2, 1))
