"""Properties of the verdict of every edition in the files, whatever its kind."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.kinds.registry import kind_of
from programs.policies.eligibility import RuleBook, RuleRow, Verdict, evaluate
from programs.services.scheme_files import read_schemes
from tests.programs.policies.rule_cases import ON

EDITIONS = [
    (content["scheme"]["kind"], edition)
    for content in read_schemes().values()
    for edition in content["edition"]
]
AMOUNTS = st.integers(0, 10**12)
FLAGS = st.booleans()
FACTS = st.fixed_dictionaries(
    {"on": st.just(ON)},
    optional={
        "requested_amount": AMOUNTS,
        "annual_sales": AMOUNTS,
        "kur_outstanding": AMOUNTS,
        "previous_kur_count": st.integers(0, 9),
        "tenor_months": st.integers(1, 200),
        "contract_months": st.integers(1, 60),
        "purpose": st.sampled_from(["working_capital", "investment"]),
        "borrower": st.sampled_from(["person", "group", "cooperative"]),
        "sector_group": st.sampled_from(["agriculture", "manufacturing"]),
        "sector": st.sampled_from(["furniture", "spa"]),
        "has_npwp": FLAGS,
        "has_nib_or_sku": FLAGS,
        "other_productive_credit": FLAGS,
        "is_civil_servant": FLAGS,
        "collateral_offered": FLAGS,
        "is_legal_entity": FLAGS,
        "meeting_was_held": FLAGS,
    },
)


def verdict_of(kind: str, rows: list[dict[str, Any]], facts: dict[str, Any]) -> Verdict:
    book = RuleBook(
        [
            RuleRow(
                row["key"],
                row.get("value"),
                row.get("unit", ""),
                row["legal_basis"],
                row.get("article", ""),
                row["confidence"] == "H",
            )
            for row in rows
        ]
    )
    return evaluate(facts, book, kind_of(kind).checks)


@settings(max_examples=300)
@given(st.data())
def test_a_verdict_never_depends_on_the_order_of_rows_or_facts(data: st.DataObject) -> None:
    kind, edition = data.draw(st.sampled_from(EDITIONS))
    facts = data.draw(FACTS)
    rows = data.draw(st.permutations(edition["rule"]))
    turned = dict(reversed(facts.items()))
    assert verdict_of(kind, rows, turned) == verdict_of(kind, edition["rule"], facts)


@settings(max_examples=300)
@given(st.data())
def test_a_larger_amount_never_repairs_a_refusal_above_the_minimum(data: st.DataObject) -> None:
    """Where the rules are monotone: every bound on an amount but the lower end of a scheme."""
    kind, edition = data.draw(
        st.sampled_from([each for each in EDITIONS if each[0] == "financing"])
    )
    facts = data.draw(FACTS)
    rows = [row for row in edition["rule"] if row["key"] not in ("amount_above", "amount_min")]
    less, more = sorted(data.draw(st.lists(AMOUNTS, min_size=2, max_size=2)))
    before = verdict_of(kind, rows, {**facts, "requested_amount": less})
    after = verdict_of(kind, rows, {**facts, "requested_amount": more})
    refused = {each.code for each in before.blocking}
    assert refused <= {each.code for each in after.blocking}


@pytest.mark.parametrize("number", range(len(EDITIONS)))
def test_an_unknown_fact_is_missing_and_never_a_violation(number: int) -> None:
    kind, edition = EDITIONS[number]
    assert verdict_of(kind, edition["rule"], {"on": ON}).violations == ()
