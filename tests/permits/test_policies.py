"""Permit rules at, just below and just above each limit."""

import pytest

from permits.policies import CHECKS
from tests.programs.policies.tables import Case, asks_for, codes_over

BARRED = ["frozen", "sterile"]
CASES: list[Case] = [
    ({"product_groups_barred": BARRED}, {"product_group": "dry"}, None),
    ({"product_groups_barred": BARRED}, {"product_group": "frozen"}, "product_not_covered"),
    ({"shelf_life_days_above": 7}, {"shelf_life_days": 8}, None),
    ({"shelf_life_days_above": 7}, {"shelf_life_days": 7}, "shelf_life_too_short"),
    ({"health_claims_barred": True}, {"makes_health_claims": False}, None),
    ({"health_claims_barred": True}, {"makes_health_claims": True}, "health_claims"),
    ({"home_production_required": True}, {"is_made_at_home": True}, None),
    ({"home_production_required": True}, {"is_made_at_home": False}, "not_made_at_home"),
    ({"home_production_required": False}, {"is_made_at_home": False}, None),
    ({"annual_sales_max": 15}, {"annual_sales": 15}, None),
    ({"simple_process_required": True}, {"process_is_simple": True}, None),
    ({"simple_process_required": True}, {"process_is_simple": False}, "process_not_simple"),
    ({"listed_ingredients_required": True}, {"ingredients_are_listed": True}, None),
    (
        {"listed_ingredients_required": True},
        {"ingredients_are_listed": False},
        "ingredients_not_listed",
    ),
    ({"production_sites_max": 1}, {"production_sites": 1}, None),
    ({"production_sites_max": 1}, {"production_sites": 2}, "too_many_sites"),
    ({"outlets_max": 1}, {"outlets": 0}, None),
    ({"outlets_max": 1}, {"outlets": 2}, "too_many_outlets"),
    ({"halal_supervisor_required": True}, {"has_halal_supervisor": True}, None),
    (
        {"halal_supervisor_required": True},
        {"has_halal_supervisor": False},
        "halal_supervisor_needed",
    ),
    ({"halal_system_required": True}, {"has_halal_system": True}, None),
    ({"halal_system_required": True}, {"has_halal_system": False}, "halal_system_needed"),
    ({"risk_levels": ["low"]}, {"risk_level": "low"}, None),
    ({"risk_levels": ["low"]}, {"risk_level": "high"}, "risk_not_covered"),
    ({"own_brand_required": True}, {"owns_the_brand": True}, None),
    ({"own_brand_required": True}, {"owns_the_brand": False}, "brand_not_own"),
    ({"group_volume_max": 6000}, {"wood_volume": 6000}, None),
    ({"group_volume_max": 6000}, {"wood_volume": 6001}, "group_volume_too_large"),
    ({"supplier_documents_required": True}, {"has_supplier_documents": True}, None),
    (
        {"supplier_documents_required": True},
        {"has_supplier_documents": False},
        "supplier_documents_needed",
    ),
    ({"exporter_of_record_required": True}, {"is_exporter_of_record": True}, None),
    (
        {"exporter_of_record_required": True},
        {"is_exporter_of_record": False},
        "not_exporter_of_record",
    ),
    ({"export_declaration_required": True}, {"has_export_declaration": True}, None),
    (
        {"export_declaration_required": True},
        {"has_export_declaration": False},
        "export_declaration_needed",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_rule(case: Case) -> None:
    codes_over(CHECKS, case)


def test_every_rule_has_a_case_on_both_sides() -> None:
    own = {check.key for check in CHECKS} - {"borrowers", "annual_sales_max", "nib_or_sku_required"}
    broken = {key for rules, _facts, code in CASES if code for key in rules}
    kept = {key for rules, _facts, code in CASES if not code for key in rules}
    assert own <= broken & kept


def test_a_missing_fact_is_asked_for() -> None:
    asks_for(CHECKS, {"shelf_life_days_above": 7, "outlets_max": 1}, "shelf_life_days", "outlets")
