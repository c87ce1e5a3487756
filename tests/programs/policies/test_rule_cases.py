"""The proof that a rule is tried: a case counts only for the row that decides it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from programs.kinds.declaration import KindDeclaration
from programs.policies.eligibility import Rate
from programs.policies.enterprise import NUMBER, SECTOR
from tests.programs.policies.rule_cases import RateCase, RuleCase, cases_of, tried_keys

KIND = KindDeclaration(
    code="example",
    title="",
    name="",
    checks=(NUMBER, SECTOR),
    outcomes=(),
    data=Path(),
    rate=lambda facts, rules: Rate(Decimal(rules.value("rate") or 1), True, "", ""),
)
MET = RuleCase("nib_or_sku_required", True, {"has_nib_or_sku": True})
BROKEN = replace(MET, facts={"has_nib_or_sku": False}, code="nib_or_sku_needed")


def test_a_case_on_each_side_is_needed() -> None:
    assert tried_keys(KIND, [MET, BROKEN]) == {"nib_or_sku_required"}


@pytest.mark.parametrize("cases", [[], [MET], [BROKEN], [MET, replace(MET, code="claimed")]])
def test_one_side_is_not_enough_whatever_a_case_claims(cases: list[RuleCase]) -> None:
    assert tried_keys(KIND, cases) == set()


def test_a_row_that_decides_nothing_is_not_tried() -> None:
    beside = {"nib_or_sku_required": True}
    others = [
        replace(case, key="sectors_served", value=None, beside=beside) for case in (MET, BROKEN)
    ]
    assert tried_keys(KIND, others) == set()


def test_a_rate_is_tried_where_its_row_sets_it() -> None:
    assert tried_keys(KIND, [RateCase("rate", "0.06", {}, "0.06")]) == {"rate"}
    assert tried_keys(KIND, [RateCase("other_rate", "0.06", {}, "0.06")]) == set()


def test_a_kind_without_cases_tries_nothing() -> None:
    assert cases_of("reference") == cases_of("nowhere") == ()
