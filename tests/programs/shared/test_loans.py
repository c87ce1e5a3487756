"""What a loan costs where the interest falls, and where the rate has no source but the press."""

import pytest

from programs.models import Edition
from programs.shared.loans import loan_of

pytestmark = pytest.mark.django_db
FACTS = {"requested_amount": 12_000_000, "tenor_months": 12, "purpose": "working_capital"}


def test_falling_interest_begins_high_and_ends_low() -> None:
    edition = Edition.objects.get(scheme__code="lpdb-konvensional")
    assert loan_of(edition, FACTS) is None
    edition.rules.filter(key="annual_rate").update(value="0.06")
    loan = loan_of(edition, FACTS)
    assert loan is not None
    # Equal parts of 1,000,000, and 0.5 % a month of what is still owed.
    assert (loan.monthly, loan.last) == (1_060_000, 1_005_000)
    assert [row.principal for row in loan.rows()] == [1_000_000] * 12


def test_an_unread_rate_says_whose_statement_it_is() -> None:
    loan = loan_of(Edition.objects.get(scheme__code="kur-mikro", code="2026"), FACTS)
    assert loan is not None
    assert (loan.monthly, loan.rate.declining) == (1_032_797, False)
    assert loan.basis.startswith("menurut Permenko Perekonomian 1/2026")
