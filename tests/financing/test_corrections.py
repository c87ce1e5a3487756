"""What a third reading of the law corrected, in the files that new installations load."""

from datetime import date
from typing import Any

import pytest

from financing.policies.credit import CREDIT_KINDS
from programs.services.scheme_files import read_schemes

KUR = ("kur-super-mikro", "kur-mikro", "kur-kecil", "kur-khusus", "kur-pmi")
LPDB = ("lpdb-konvensional", "lpdb-syariah")
SCHEMES = read_schemes()


def edition(scheme: str, code: str = "2026") -> dict[str, Any]:
    return next(each for each in SCHEMES[scheme]["edition"] if each["code"] == code)


def rule(scheme: str, key: str, code: str = "2026") -> dict[str, Any] | None:
    return next((row for row in edition(scheme, code)["rule"] if row["key"] == key), None)


def question(scheme: str, code: str) -> dict[str, Any]:
    return next(row for row in edition(scheme)["question"] if row["code"] == code)


def documents(scheme: str, code: str = "2026") -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in edition(scheme, code)["requirement"]}


@pytest.mark.parametrize("scheme", KUR)
def test_days_and_chain_of_the_regulations(scheme: str) -> None:
    assert edition(scheme, "2023")["valid_from"] == date(2023, 1, 27)
    assert edition(scheme, "2026")["valid_from"] == date(2026, 1, 5)
    assert "jo. 7/2025 jo. 12/2025" in edition(scheme, "2025")["legal_basis"]


@pytest.mark.parametrize("scheme", KUR)
def test_earlier_credit_is_one_question_of_many_choices(scheme: str) -> None:
    asked = question(scheme, "credit_history")
    assert asked["type"] == "choices"
    # What most people have comes first; the codes are those of the contract.
    assert sorted(option["value"] for option in asked["options"]) == sorted(CREDIT_KINDS)
    assert asked["options"][2]["value"] == "p2p"
    codes = {row["code"] for row in edition(scheme)["question"]}
    assert not codes & {"other_productive_credit", "other_credit_kind", "other_credit_amount"}


def test_kur_mikro_asks_exactly_seven_things() -> None:
    assert {row["code"] for row in edition("kur-mikro")["question"]} == {
        "requested_amount",
        "tenor_months",
        "purpose",
        "previous_kur_count",
        "credit_history",
        "collateral_offered",
        "is_civil_servant",
    }


@pytest.mark.parametrize(
    ("scheme", "article"),
    [
        ("kur-super-mikro", "Pasal 19 ayat (3) huruf c"),
        ("kur-mikro", "Pasal 23 ayat (4a)"),
        ("kur-kecil", "Pasal 27 ayat (3a)"),
        ("kur-khusus", "Pasal 36 ayat (3a)"),
    ],
)
def test_never_received_was_read_for_2025_alone(scheme: str, article: str) -> None:
    key = "other_productive_credit_barred"
    then, now = rule(scheme, key, "2025"), rule(scheme, key)
    assert then is not None
    assert now is not None
    assert (then["confidence"], then["article"]) == ("H", article)
    assert (now["confidence"], now.get("article", "")) == ("M", "")


@pytest.mark.parametrize("scheme", ["kur-mikro", "kur-kecil", "kur-khusus", "kur-pmi"])
def test_six_percent_of_2026_is_a_statement(scheme: str) -> None:
    rate = rule(scheme, "annual_rate")
    assert rate is not None
    assert (rate["value"], rate["confidence"]) == ("0.06", "M")


def test_npwp_by_scheme_and_year() -> None:
    assert not {"npwp_required", "npwp_required_above"} & {
        row["key"] for row in edition("kur-super-mikro")["rule"]
    }
    assert "npwp" not in documents("kur-super-mikro")
    before, now = (rule("kur-mikro", "npwp_required_above", code) for code in ("2023", "2026"))
    assert before is not None
    assert now is not None
    assert (before["value"], before["confidence"]) == (50_000_000, "M")
    assert (now["value"], now["confidence"]) == (50_000_000, "H")


@pytest.mark.parametrize("scheme", KUR)
def test_banks_ask_papers_of_married_people_and_an_age(scheme: str) -> None:
    papers = documents(scheme)
    assert not papers["spouse_ktp"]["is_required"]
    assert not papers["marriage_book"]["is_required"]
    age = rule(scheme, "owner_age_min_years")
    assert age is not None
    assert (age["value"], age["confidence"]) == (21, "M")


def test_relief_from_collateral() -> None:
    sectors = rule("kur-khusus", "collateral_exempt_sectors", "2025")
    assert sectors is not None
    assert sectors["value"] == ["agriculture"]
    assert rule("kur-kecil", "collateral_exempt_sectors", "2025") is None
    for scheme in ("kur-khusus", "kur-kecil"):
        cane = rule(scheme, "collateral_exempt_sugar_cane", "2025")
        assert cane is not None
        assert (cane["confidence"], cane["article"]) == ("H", "Pasal 38A ayat (2)")


def test_members_of_groups() -> None:
    for key in ("member_group_letter_required", "member_through_chair_required"):
        row = rule("kur-khusus", key, "2025")
        assert row is not None
        assert (row["confidence"], row["article"]) == ("H", "Pasal 36 ayat (3) huruf b")
    beginner = rule("kur-khusus", "beginner_recommendation_required", "2025")
    assert beginner is not None
    assert beginner["article"] == "Pasal 4 ayat (1) huruf b"
    papers = documents("kur-khusus")
    assert {"member_group_letter", "chair_recommendation"} <= {*papers}


def test_super_mikro_is_for_first_loans_whatever_the_others_lifted() -> None:
    assert rule("kur-super-mikro", "repeat_limit_lifted") is None
    first = rule("kur-super-mikro", "first_time_only")
    assert first is not None
    assert first["confidence"] == "M"


@pytest.mark.parametrize("scheme", LPDB)
def test_criteria_of_lpdb_are_not_the_tariffs(scheme: str) -> None:
    for row in edition(scheme)["rule"]:
        assert row["confidence"] != "H", row["key"]
        if row["key"] not in ("annual_rate", "profit_share_max"):
            assert "PMK 127" not in row["legal_basis"], row["key"]
    for row in edition(scheme)["requirement"]:
        assert "PMK 127" not in row["legal_basis"], row["code"]
    assert "dua tahun" in question(scheme, "meeting_was_held")["label_id"]
    arrears = question(scheme, "earlier_loan_in_arrears")
    assert arrears["condition"] == {"fact": "borrows_from_lpdb", "op": "is", "value": True}
    assert "enam bulan" in documents(scheme)["bank_statements"]["label_id"]


def test_interest_falls_in_lpdb_konvensional_alone() -> None:
    row = rule("lpdb-konvensional", "interest_declines")
    assert row is not None
    assert row["value"] is True
    assert rule("lpdb-syariah", "interest_declines") is None


def test_limits_in_the_options_are_those_of_the_rules() -> None:
    labels = {
        row["value"]: row["label_id"] for row in question("kur-mikro", "credit_history")["options"]
    }
    assert "Rp20.000.000" in labels["ultra_micro"]
    assert "Rp500.000.000" in labels["consumption_as_productive"]
    for key, value in (
        ("ultra_micro_max", 20_000_000),
        ("consumption_as_productive_max", 500_000_000),
    ):
        row = rule("kur-mikro", key)
        assert row is not None
        assert row["value"] == value
