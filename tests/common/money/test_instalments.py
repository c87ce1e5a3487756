from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money.instalments import Instalment, InstalmentError, Method, annuity, schedule

SIX = Decimal("0.06")
METHODS: tuple[Method, ...] = ("annuity", "flat", "declining")


@pytest.mark.parametrize(("months", "amount"), [(12, 860_664), (24, 443_206), (36, 304_219)])
def test_annuity_equals_the_published_table(months: int, amount: int) -> None:
    assert annuity(10_000_000, SIX, months) == amount


def test_annuity_schedule_begins_and_ends() -> None:
    rows = schedule(principal=10_000_000, annual_rate=SIX, months=12, method="annuity")
    assert rows[0] == Instalment(1, 810_664, 50_000, 860_664, 9_189_336)
    assert {row.total for row in rows[:-1]} == {860_664}
    assert rows[-1] == Instalment(12, 856_387, 4_282, 860_669, 0)
    assert len(rows) == 12


def test_flat_schedule_charges_the_first_principal() -> None:
    rows = schedule(principal=10_000_000, annual_rate=SIX, months=12, method="flat")
    assert {row.interest for row in rows} == {50_000}
    assert [row.principal for row in rows] == [833_333] * 11 + [833_337]


def test_declining_schedule_charges_the_balance() -> None:
    rows = schedule(principal=12_000_000, annual_rate=SIX, months=12, method="declining")
    assert [row.interest for row in rows] == [5_000 * n for n in range(12, 0, -1)]
    assert {row.principal for row in rows} == {1_000_000}


@pytest.mark.parametrize("method", METHODS)
def test_rate_zero_only_divides(method: Method) -> None:
    rows = schedule(principal=10, annual_rate=Decimal(0), months=4, method=method)
    assert [row.total for row in rows] == [3, 3, 3, 1]
    assert sum(row.interest for row in rows) == 0


def test_rate_too_small_to_matter_is_a_rate_of_zero() -> None:
    assert annuity(1200, Decimal("1E-200"), 12) == 100


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"principal": 0}, "principal_range"),
        ({"principal": 10**13 + 1}, "principal_range"),
        ({"months": 0}, "months_range"),
        ({"months": 601}, "months_range"),
        ({"annual_rate": Decimal("-0.01")}, "rate_range"),
        ({"annual_rate": Decimal("1.01")}, "rate_range"),
        ({"annual_rate": Decimal("NaN")}, "rate_range"),
        ({"annual_rate": Decimal("Infinity")}, "rate_range"),
        ({"method": "balloon"}, "method_unknown"),
    ],
)
def test_out_of_bounds_is_refused(changed: dict[str, Any], code: str) -> None:
    loan = {"principal": 10, "annual_rate": SIX, "months": 12, "method": "flat", **changed}
    with pytest.raises(InstalmentError) as refusal:
        schedule(**loan)
    assert refusal.value.code == code


@given(
    st.integers(1, 10**13),
    st.decimals(0, 1, places=4),
    st.integers(1, 600),
    st.sampled_from(METHODS),
)
def test_principal_is_conserved(principal: int, rate: Decimal, months: int, method: Method) -> None:
    rows = schedule(principal=principal, annual_rate=rate, months=months, method=method)
    assert [row.n for row in rows] == list(range(1, months + 1))
    assert sum(row.principal for row in rows) == principal
    assert rows[-1].balance == 0
    owed = principal
    for row in rows:
        owed -= row.principal
        assert row.total == row.principal + row.interest
        assert row.balance == owed
        assert row.principal >= 0
        assert row.interest >= 0


@given(st.integers(1_000_000, 500_000_000), st.integers(1, 60))
def test_usual_loans_end_with_an_even_last_instalment(principal: int, months: int) -> None:
    rows = schedule(principal=principal, annual_rate=SIX, months=months, method="annuity")
    assert abs(rows[-1].total - annuity(principal, SIX, months)) <= 2 * months
