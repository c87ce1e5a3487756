"""Amounts are read as people say them, in every field for money; what is ambiguous is asked."""

import pytest

from common.web.fields import MoneyField
from enterprises.web.forms import EnterpriseForm
from tests.factories.enterprises import typed_enterprise

pytestmark = pytest.mark.django_db
MONEY = ("owner_capital", "loan_capital", "annual_sales")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("40 juta", 40_000_000),
        ("40jt", 40_000_000),
        ("Rp40 jt", 40_000_000),
        ("1,5 juta", 1_500_000),
        ("750 ribu", 750_000),
        ("2 miliar", 2_000_000_000),
    ],
)
def test_words_are_amounts_everywhere(typed: str, amount: int) -> None:
    form = EnterpriseForm(typed_enterprise(0, **dict.fromkeys(MONEY, typed)))
    assert form.is_valid(), form.errors
    assert form.enterprise_data is not None
    assert {getattr(form.enterprise_data, name) for name in MONEY} == {amount}
    assert MoneyField().clean(typed) == amount


@pytest.mark.parametrize("typed", ["1,500", "40 m", "empat puluh juta", "40 juta 50"])
def test_what_may_mean_two_things_is_asked(typed: str) -> None:
    form = EnterpriseForm(typed_enterprise(0, annual_sales=typed))
    assert list(form.errors) == ["annual_sales"]
