"""The catalogue, the eligibility check and the instalment calculator."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.api.client import V1, client_for, faults

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "requested_amount": 40_000_000,
    "tenor_months": 24,
    "purpose": "working_capital",
    "annual_sales": 240_000_000,
    "business_started_on": "2019-08-17",
    "has_npwp": False,
    "has_nib_or_sku": True,
    "collateral_offered": False,
    "other_productive_credit": False,
    "previous_kur_count": 0,
    "sector_group": "manufacturing",
    "is_civil_servant": False,
    "borrower": "person",
    "regency": "35.78",
}


def check(facts: dict[str, Any] | None = None, on: str = "2026-11-23", **more: Any) -> Any:
    body = {"scheme": "kur-mikro", "on": on, "facts": FACTS if facts is None else facts, **more}
    return client_for().post(f"{V1}/eligibility/", body)


class TestSchemes:
    def test_one_scheme_with_its_edition_of_the_day(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(6):
            answer = client_for().get(f"{V1}/schemes/", {"kind": "financing", "on": "2026-01-05"})
        assert answer.status_code == 200
        body = answer.json()
        assert (body["next"], body["previous"]) == (None, None)
        (scheme,) = [row for row in body["results"] if row["code"] == "kur-mikro"]
        assert (scheme["edition"], scheme["kind"]) == ("2026", "financing")
        assert (scheme["valid_from"], scheme["valid_to"]) == ("2026-01-05", None)
        assert [stage["code"] for stage in scheme["stages"] if not stage["is_outside"]] == [
            "completeness",
            "verification",
            "recommendation",
            "decision",
        ]
        rules = {rule["key"]: rule for rule in scheme["rules"]}
        assert rules["annual_rate"]["value"] == "0.06"
        assert rules["annual_sales_max"]["value"] == 4_800_000_000
        assert rules["annual_sales_max"]["verified"] is True
        assert rules["annual_sales_max"]["legal_basis"] == "Permenko Perekonomian 1/2026"
        assert rules["annual_rate"]["verified"] is False
        assert rules["annual_rate"]["legal_basis"] is None
        assert "Menteri UMKM" in rules["annual_rate"]["source"]
        assert not [r for r in scheme["rules"] if not r["verified"] and r["legal_basis"]]
        assert {"key", "value", "unit", "legal_basis", "verified"} <= set(rules["annual_rate"])

    def test_the_last_day_of_an_edition_belongs_to_it(self) -> None:
        answer = client_for().get(f"{V1}/schemes/", {"on": "2026-01-04"})
        (scheme,) = [row for row in answer.json()["results"] if row["code"] == "kur-mikro"]
        assert (scheme["edition"], scheme["valid_to"]) == ("2025", "2026-01-04")

    def test_kinds_are_apart(self) -> None:
        found = client_for().get(f"{V1}/schemes/", {"kind": "mentoring"}).json()["results"]
        assert [row["code"] for row in found] == ["pendampingan-plut"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [({"kind": "loan"}, "kind"), ({"on": "soon"}, "on"), ({"cursor": "x"}, "cursor")],
    )
    def test_bad_filters(self, query: dict[str, str], field: str) -> None:
        answer = client_for().get(f"{V1}/schemes/", query)
        assert answer.status_code == 400
        assert [name for _code, name in faults(answer)] == [field]

    def test_names_follow_the_language(self) -> None:
        answer = client_for().get(f"{V1}/schemes/", HTTP_ACCEPT_LANGUAGE="en")
        (scheme,) = [row for row in answer.json()["results"] if row["code"] == "kur-mikro"]
        assert scheme["name"] == "KUR Micro loan"


class TestEligibility:
    @pytest.fixture(autouse=True)
    def _today(self) -> Iterator[None]:
        with time_machine.travel(TODAY, tick=False):
            yield

    def test_eligible_with_rate_and_instalment(self) -> None:
        body = check({**FACTS, "requested_amount": 20_000_000, "tenor_months": 12}).json()
        assert body == {
            "eligible": True,
            "outcome": "eligible",
            "missing": [],
            "edition": "2026",
            "violations": [],
            "annual_rate": "0.06",
            "rate_verified": False,
            "later_rates": [],
            "monthly_instalment": 1_721_329,
            "no_instalment": None,
        }

    def test_every_violation_is_listed(self) -> None:
        body = check({**FACTS, "requested_amount": 150_000_000, "borrower": "cooperative"}).json()
        assert body["eligible"] is False
        found = {row["code"]: row for row in body["violations"]}
        assert {"amount_too_large", "npwp_needed", "borrower_not_served"} <= set(found)
        assert found["amount_too_large"]["severity"] == "blocks"
        assert "Rp150.000.000" in found["amount_too_large"]["message"]
        assert found["amount_too_large"]["legal_basis"] == "Permenko Perekonomian 1/2026"

    def test_an_unverified_rule_warns(self) -> None:
        body = check({**FACTS, "is_civil_servant": True}).json()
        assert body["eligible"] is True
        assert [(v["code"], v["severity"]) for v in body["violations"]] == [
            ("civil_servant", "warns")
        ]

    def test_an_unread_rule_has_a_source_and_no_basis(self) -> None:
        (found,) = check({**FACTS, "is_civil_servant": True}).json()["violations"]
        assert (found["legal_basis"], found["verified"]) == (None, False)
        assert "kur.jogjaprov.go.id" in found["source"]
        assert found["message"].endswith(", belum diverifikasi)")
        (read,) = check({**FACTS, "requested_amount": 150_000_000, "has_npwp": True}).json()[
            "violations"
        ]
        assert read["verified"] is True
        assert read["legal_basis"] == "Permenko Perekonomian 1/2026"

    @pytest.mark.parametrize(
        ("changes", "on", "outcome"),
        [
            ({}, "2026-11-23", "eligible"),
            ({"credit_history": []}, "2026-11-23", "eligible"),
            ({"credit_history": ["ultra_micro", "mortgage"]}, "2026-11-23", "eligible"),
            ({"credit_history": ["commercial_repaid"]}, "2026-11-23", "with_notes"),
            ({"other_productive_credit": True}, "2026-11-23", "with_notes"),
            ({"credit_history": ["commercial_repaid"]}, "2025-11-23", "not_eligible"),
            ({"other_productive_credit": True}, "2025-11-23", "not_eligible"),
            ({"requested_amount": 1}, "2026-11-23", "not_eligible"),
        ],
    )
    def test_outcomes_and_earlier_credit(
        self, changes: dict[str, Any], on: str, outcome: str
    ) -> None:
        body = check({**FACTS, **changes}, on=on).json()
        assert body["outcome"] == outcome
        assert body["eligible"] is (outcome != "not_eligible")

    def test_no_outcome_while_a_needed_fact_is_missing(self) -> None:
        older = {k: v for k, v in FACTS.items() if k != "other_productive_credit"}
        body = check(older, on="2025-11-23").json()
        assert (body["outcome"], body["eligible"]) == ("unknown", None)
        assert body["missing"] == ["credit_history"]
        assert check(older).json()["outcome"] == "eligible"

    @pytest.mark.parametrize("value", ["p2p", None, {}, [1], ["p2p", "gold"], [["p2p"]], "", False])
    def test_earlier_credit_is_a_list_of_known_codes(self, value: Any) -> None:
        answer = check({**FACTS, "credit_history": value})
        assert answer.status_code == 400
        assert [name for _code, name in faults(answer)] == ["facts.credit_history"]

    def test_no_instalment_beyond_the_tenor_of_the_rule(self) -> None:
        body = check({**FACTS, "tenor_months": 37}).json()
        assert body["outcome"] == "with_notes"
        assert body["monthly_instalment"] is None
        assert "jangka waktunya melebihi" in body["no_instalment"]

    def test_a_missing_rate_says_why(self) -> None:
        facts = {**FACTS, "requested_amount": 5_000_000}
        body = check(facts, scheme="kur-super-mikro").json()
        assert (body["annual_rate"], body["monthly_instalment"]) == (None, None)
        assert "belum kami ketahui" in body["no_instalment"]

    def test_the_day_of_the_agreement_decides_so_later_rates_are_told(self) -> None:
        body = check({**FACTS, "previous_kur_count": 1}, on="2025-11-23").json()
        assert body["annual_rate"] == "0.07"
        assert body["later_rates"] == [
            {
                "edition": "2026",
                "valid_from": "2026-01-05",
                "annual_rate": "0.06",
                "verified": False,
            }
        ]

    def test_three_months_are_enough_for_a_business_that_is_mentored(self) -> None:
        young = {**FACTS, "business_started_on": "2026-07-23"}
        assert check({**young, "mentored": True}).json()["violations"] == []
        found = [row["code"] for row in check(young).json()["violations"]]
        assert found == ["business_young_unless_mentored"]
        found = [row["code"] for row in check({**young, "mentored": False}).json()["violations"]]
        assert found == ["business_too_young"]

    def test_a_missing_fact_is_named_and_leaves_the_verdict_open(self) -> None:
        facts = {k: v for k, v in FACTS.items() if k not in ("requested_amount", "annual_sales")}
        body = check(facts).json()
        assert body["eligible"] is None
        assert set(body["missing"]) == {"requested_amount", "annual_sales"}
        assert body["monthly_instalment"] is None

    def test_nothing_known_is_no_error(self) -> None:
        body = check({}).json()
        assert body["eligible"] is None
        assert body["annual_rate"] == "0.06"

    def test_facts_of_unverified_rules_only_do_not_leave_it_open(self) -> None:
        facts = {k: v for k, v in FACTS.items() if k not in ("is_civil_servant", "tenor_months")}
        assert check(facts).json()["eligible"] is True

    def test_facts_of_the_scheme_itself_are_judged_too(self) -> None:
        facts = {"product_group": "frozen", "shelf_life_days": 7, "is_made_at_home": True}
        body = check({**facts, "makes_health_claims": False}, scheme="spp-irt").json()
        assert body["eligible"] is False
        found = [row["code"] for row in body["violations"]]
        assert found == ["product_not_covered", "shelf_life_too_short"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("product_group", "pizza"),
            ("shelf_life_days", "7"),
            ("shelf_life_days", -1),
            ("is_made_at_home", None),
            ("is_made_at_home", 1),
            ("product_name", 5),
            ("brand", "Jati"),
        ],
    )
    def test_bad_facts_of_the_scheme_itself(self, name: str, value: Any) -> None:
        answer = check({name: value}, scheme="spp-irt")
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == [f"facts.{name}"]

    def test_the_old_edition_climbs_its_ladder(self) -> None:
        body = check({**FACTS, "previous_kur_count": 2}, on="2025-12-31").json()
        assert (body["edition"], body["annual_rate"]) == ("2025", "0.08")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("requested_amount", None),
            ("requested_amount", 0),
            ("requested_amount", -1),
            ("requested_amount", 10**18),
            ("requested_amount", 10**30),
            ("requested_amount", 1.5),
            ("requested_amount", 40_000_000.0),
            ("requested_amount", "40000000"),
            ("requested_amount", True),
            ("requested_amount", []),
            ("tenor_months", 0),
            ("tenor_months", 601),
            ("purpose", "fun"),
            ("purpose", 1),
            ("purpose", None),
            ("annual_sales", -1),
            ("annual_sales", 10**18),
            ("business_started_on", "2026-11-24"),
            ("business_started_on", "2026-13-01"),
            ("business_started_on", 20190817),
            ("has_npwp", "yes"),
            ("has_npwp", 1),
            ("has_npwp", None),
            ("slik_collectability", 6),
            ("slik_collectability", 0),
            ("previous_kur_count", -1),
            ("sector_group", "mining"),
            ("borrower", "pt"),
            ("regency", "35.99"),
            ("regency", 35.78),
            ("shoe_size", 42),
        ],
    )
    def test_a_wrong_fact_is_named(self, name: str, value: Any) -> None:
        answer = check({**FACTS, name: value})
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == [f"facts.{name}"]

    @pytest.mark.parametrize("missing", ["scheme", "on", "facts"])
    def test_all_three_are_required(self, missing: str) -> None:
        body = {"scheme": "kur-mikro", "on": "2026-11-23", "facts": {}}
        del body[missing]
        answer = client_for().post(f"{V1}/eligibility/", body)
        assert (answer.status_code, faults(answer)) == (400, [("required", missing)])

    @pytest.mark.parametrize("scheme", ["kur-raksasa", "", 7, None, "x" * 100, "KUR MIKRO é"])
    def test_an_unknown_scheme_is_a_field_error(self, scheme: Any) -> None:
        answer = check(scheme=scheme)
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == ["scheme"]

    def test_no_edition_on_that_day(self) -> None:
        answer = check(on="2001-01-01")
        assert (answer.status_code, faults(answer)) == (400, [("no_edition", "on")])

    @pytest.mark.parametrize("facts", [None, [], "x"])
    def test_facts_are_an_object(self, facts: Any) -> None:
        body = {"scheme": "kur-mikro", "on": "2026-11-23", "facts": facts}
        answer = client_for().post(f"{V1}/eligibility/", body)
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == ["facts"]


class TestInstalments:
    def ask(self, **query: str) -> Any:
        loan = {"principal": "10000000", "annual_rate": "0.06", "months": "12", **query}
        return client_for().get(f"{V1}/tools/instalments/", loan)

    def test_six_percent_is_an_effective_annuity(self) -> None:
        body = self.ask(method="annuity").json()
        assert body["rows"][0] == {
            "n": 1,
            "principal": 810_664,
            "interest": 50_000,
            "total": 860_664,
            "balance": 9_189_336,
        }
        assert body["rows"][-1]["balance"] == 0
        assert sum(row["principal"] for row in body["rows"]) == 10_000_000
        assert body["total_interest"] == sum(row["interest"] for row in body["rows"])

    @pytest.mark.parametrize(("method", "total"), [("flat", 600_000), ("declining", 325_000)])
    def test_other_methods(self, method: str, total: int) -> None:
        body = self.ask(method=method).json()
        assert abs(body["total_interest"] - total) <= 12
        assert len(body["rows"]) == 12

    def test_no_interest(self) -> None:
        assert self.ask(annual_rate="0").json()["total_interest"] == 0

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("principal", "0"),
            ("principal", "1e6"),
            ("principal", str(10**14)),
            ("annual_rate", "-0.1"),
            ("annual_rate", "1.1"),
            ("annual_rate", "6%"),
            ("annual_rate", "NaN"),
            ("annual_rate", "0,06"),
            ("annual_rate", "0.06\n"),
            ("months", "0"),
            ("months", "601"),
            ("method", "balloon"),
        ],
    )
    def test_bad_input(self, name: str, value: str) -> None:
        answer = self.ask(**{name: value})
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == [name]
