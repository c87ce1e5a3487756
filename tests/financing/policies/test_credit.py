"""Which credit bars an applicant for KUR, and what the older answer says."""

from typing import Any

import pytest

from financing.policies.credit import CREDIT_KINDS
from financing.policies.lending import CHECKS
from tests.financing.rule_cases import CREDIT
from tests.programs.policies.rule_cases import codes, verdict_over

RULES = {
    **CREDIT,
    "other_credit_allowed": [
        kind
        for kind in CREDIT_KINDS
        if kind not in ("kur_other_lender", "commercial_repaid", "commercial_running")
    ],
}


@pytest.mark.parametrize("kind", RULES["other_credit_allowed"])
def test_what_the_rule_excepts_bars_nobody(kind: str) -> None:
    assert codes(verdict_over(CHECKS, RULES, {"credit_history": [kind]})) == []


@pytest.mark.parametrize(
    ("history", "code"),
    [
        (["commercial_repaid"], "commercial_credit_received"),
        (["commercial_running"], "other_productive_credit"),
        (["commercial_repaid", "commercial_running"], "other_productive_credit"),
        (["mortgage", "kur_other_lender"], "kur_at_other_lender"),
    ],
)
def test_never_received_blocks_where_it_was_read_and_else_warns(
    history: list[str], code: str
) -> None:
    verdict = verdict_over(CHECKS, RULES, {"credit_history": history})
    assert (codes(verdict), verdict.eligible) == ([code], False)
    unread = verdict_over(CHECKS, RULES, {"credit_history": history}, verified=False)
    assert (codes(unread), unread.outcome) == ([code], "with_notes")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"other_productive_credit": False}, []),
        ({"other_productive_credit": True}, ["other_productive_credit"]),
        ({"other_productive_credit": True, "credit_history": []}, []),
        (
            {"other_productive_credit": False, "credit_history": ["commercial_repaid"]},
            ["commercial_credit_received"],
        ),
        ({"other_productive_credit": True, "other_credit_kind": "peer_to_peer"}, []),
        (
            {"other_productive_credit": True, "other_credit_kind": "commercial"},
            ["other_productive_credit"],
        ),
    ],
)
def test_the_older_answer_counts_while_there_is_no_newer_one(
    facts: dict[str, Any], expected: list[str]
) -> None:
    assert codes(verdict_over(CHECKS, RULES, facts)) == expected


def test_an_edition_with_older_names_takes_the_newer_ones() -> None:
    older = {**RULES, "other_credit_allowed": ["house", "motorcycle_for_work", "household"]}
    facts = {"credit_history": ["consumption", "mortgage", "productive_vehicle"]}
    assert codes(verdict_over(CHECKS, older, facts)) == []


def test_without_either_answer_the_newer_one_is_missing() -> None:
    assert verdict_over(CHECKS, RULES, {}).missing == ("credit_history",)
    assert verdict_over(CHECKS, RULES, {}, verified=False).missing == ()
