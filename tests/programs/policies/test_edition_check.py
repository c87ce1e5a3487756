"""Faults of conditions that an official's draft may have; the rest is tried with every edition."""

from typing import Any

import pytest

from programs.policies.edition_check import faults_of
from programs.policies.edition_shape import EditionShape

AMOUNT = {"id": 7, "code": "amount", "type": "money", "identifies": False}
TOOL = {
    "id": 8,
    "code": "tool",
    "type": "choice",
    "options": [{"value": "sewing"}, {"value": "batik"}],
    "identifies": False,
}


def condition_faults(condition: Any) -> list[tuple[str, str, int | None]]:
    """Return the faults of a document that is asked for under the condition."""
    document = {"id": 3, "code": "plan", "legal_basis": "SK 1", "condition": condition}
    shape = EditionShape(
        needs_two_people=False,
        uniqueness_key="enterprise",
        legal_basis="SK 1",
        partner_follows=False,
        rules=[
            {"key": "limit", "value": 5, "unit": "rupiah", "legal_basis": "SK 1"},
            {"key": "rate", "value": "0.06", "unit": "per tahun", "legal_basis": "SK 1"},
            {"key": "unknown", "value": None, "unit": "rupiah", "legal_basis": "SK 1"},
        ],
        questions=[AMOUNT, TOOL],
        requirements=[document],
        stages=[],
        letters=[],
        outcome_words=[],
        reason_texts=[],
        rule_keys=frozenset({"limit", "rate", "unknown"}),
        list_keys=frozenset(),
        facts=frozenset({"amount", "tool", "gone", "has_npwp"}),
        profile_facts=frozenset({"has_npwp"}),
        roles=frozenset(),
    )
    return [
        (fault.code, fault.table, fault.row_id)
        for fault in faults_of(shape)
        if fault.code.startswith("condition")
    ]


@pytest.mark.parametrize(
    "condition",
    [
        None,
        {"fact": "amount", "op": "above", "rule": "limit"},
        {"fact": "amount", "op": "above", "rule": "unknown"},
        {"fact": "amount", "op": "is", "value": 5},
        {"fact": "tool", "op": "in", "value": ["sewing", "batik"]},
        {"fact": "has_npwp", "op": "is", "value": True},
    ],
)
def test_a_condition_that_can_be_met(condition: Any) -> None:
    assert condition_faults(condition) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"fact": "amount", "op": "above", "rule": "rate"}, "condition_does_not_fit"),
        ({"fact": "amount", "op": "is", "value": "5"}, "condition_does_not_fit"),
        ({"fact": "amount", "op": "in", "value": ["5"]}, "condition_does_not_fit"),
        ({"fact": "tool", "op": "above", "value": 5}, "condition_does_not_fit"),
        ({"fact": "tool", "op": "is", "value": "knitting"}, "condition_does_not_fit"),
        ({"fact": "tool", "op": "in", "value": ["sewing", "knitting"]}, "condition_does_not_fit"),
        ({"fact": "colour", "op": "is", "value": "red"}, "condition_not_asked"),
        ({"fact": "gone", "op": "is", "value": True}, "condition_not_asked"),
        ({"fact": "amount", "op": "above", "rule": "nothing"}, "condition_of_nothing"),
        ({"fact": "amount", "op": "like", "value": 1}, "condition_not_readable"),
        ("x", "condition_not_readable"),
    ],
)
def test_one_that_cannot_is_a_fault_of_its_row(condition: Any, code: str) -> None:
    assert condition_faults(condition) == [(code, "requirement", 3)]
