"""What counts as a reason, who reads it, and what contradicts a recommendation."""

import pytest

from applications.policies.opinions import is_against, likely_decision
from applications.policies.reasons import fault_of, is_for_applicant, repeats
from programs.enums import Opinion, Transition


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("", "reason_required"),
        (" \n\t ", "reason_required"),
        ("ok", "reason_required"),
        ("oke", "reason_says_nothing"),
        ("Foto kabu", "reason_says_nothing"),
        ("Foto kabur", ""),
        ("ok       ya", "reason_says_nothing"),
        ("disetujui", "reason_says_nothing"),
        ("disetujui semuanya", ""),
        ("setuju setuju setuju", "reason_says_nothing"),
        ("Setuju, SETUJU, setuju!", "reason_says_nothing"),
        ("a b a b a b a b a b", "reason_says_nothing"),
        ("12.000.000 13.000.000", "reason_says_nothing"),
        ("Rp12.000.000 kurang", ""),
        ("...................", "reason_says_nothing"),
        ("Énergie à réduire", ""),
    ],
)
@pytest.mark.parametrize("name", ["recommend", "approve", "reject", "request_revision"])
def test_a_reason_that_is_owed_says_something(name: str, reason: str, fault: str) -> None:
    assert fault_of(name, reason) == fault


@pytest.mark.parametrize("name", ["submit", "withdraw", "start_review", "pass_stage", "complete"])
def test_other_transitions_owe_none(name: str) -> None:
    assert fault_of(name, "") == ""
    assert fault_of(name, "ya") == ""


def test_the_applicant_reads_what_the_office_says_to_them() -> None:
    assert {str(name) for name in Transition if is_for_applicant(name)} == {
        "submit",
        "withdraw",
        "request_revision",
        "approve",
        "reject",
        "reopen",
        "lapse",
    }


@pytest.mark.parametrize(
    ("reason", "is_repeat"),
    [
        ("Penjualan belum cukup.", True),
        ("  penjualan BELUM cukup  ", True),
        ("Penjualan: belum cukup!!", True),
        ("Penjualan belum cukup untuk angsuran.", False),
        ("Belum cukup penjualan.", False),
        ("", False),
    ],
)
def test_a_repeat_has_the_same_words(reason: str, is_repeat: bool) -> None:
    assert repeats(reason, "Penjualan belum cukup.") is is_repeat


def test_a_decision_against_the_opinion_is_the_opposite_one() -> None:
    against = {(str(t), str(o)) for t in Transition for o in [*Opinion, ""] if is_against(t, o)}
    assert against == {("approve", "negative"), ("reject", "positive")}


@pytest.mark.parametrize(
    ("opinion", "decision"),
    [("positive", "approve"), ("conditional", "approve"), ("negative", "reject"), ("", "")],
)
def test_the_likely_decision_follows_the_opinion(opinion: str, decision: str) -> None:
    assert likely_decision(opinion) == decision
