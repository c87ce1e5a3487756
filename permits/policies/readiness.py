"""Rules of permits and certificates, most of which other agencies issue. Pure.

The rows of an edition carry the figure, the regulation and the article.
"""

from collections.abc import Sequence

from programs.policies.eligibility import Facts, RuleBook, RuleCheck, Violation, violation
from programs.policies.enterprise import BORROWER, NUMBER, SALES, at_most, must, must_not


def product_is_covered(facts: Facts, rules: RuleBook) -> Violation | None:
    """Exclude the kinds of product in `product_groups_barred`."""
    row, group = rules.get("product_groups_barred"), facts.need("product_group")
    if row is None or group not in row.value:
        return None
    return violation(row, "product_not_covered", given=group)


def product_keeps_long_enough(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a shelf life of more than `shelf_life_days_above` days at room temperature."""
    row, days = rules.get("shelf_life_days_above"), facts.need("shelf_life_days")
    if row is None or days > row.value:
        return None
    return violation(row, "shelf_life_too_short", limit=row.value, given=days)


def risk_is_covered(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a risk level of the activity in `risk_levels`."""
    row, risk = rules.get("risk_levels"), facts.need("risk_level")
    if row is None or risk in row.value:
        return None
    return violation(row, "risk_not_covered", given=risk, served=tuple(row.value))


def brand_has_a_class(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require at least one class of goods or services; without one there is nothing to file."""
    row, picked = rules.get("classes_required"), facts.need("nice_classes")
    if row is None or not row.value or picked:
        return None
    return violation(row, "no_class", always_blocks=True)


CHECKS: Sequence[RuleCheck] = (
    BORROWER,
    SALES,
    NUMBER,
    RuleCheck("product_groups_barred", product_is_covered, ("product_group",)),
    RuleCheck("shelf_life_days_above", product_keeps_long_enough, ("shelf_life_days",)),
    must_not("health_claims_barred", "makes_health_claims", "health_claims"),
    must("home_production_required", "is_made_at_home", "not_made_at_home"),
    must("simple_process_required", "process_is_simple", "process_not_simple"),
    must("listed_ingredients_required", "ingredients_are_listed", "ingredients_not_listed"),
    at_most("production_sites_max", "production_sites", "too_many_sites"),
    at_most("outlets_max", "outlets", "too_many_outlets"),
    must("halal_supervisor_required", "has_halal_supervisor", "halal_supervisor_needed"),
    must("halal_system_required", "has_halal_system", "halal_system_needed"),
    RuleCheck("risk_levels", risk_is_covered, ("risk_level",)),
    RuleCheck(
        "classes_required", brand_has_a_class, ("nice_classes",), always_blocks=True, if_known=True
    ),
    must("own_brand_required", "owns_the_brand", "brand_not_own"),
    at_most("group_volume_max", "wood_volume", "group_volume_too_large"),
    must("viable_members_required", "members_are_viable", "members_not_viable"),
    must("group_partner_required", "has_offtaker_agreement", "group_partner_needed"),
    must("supplier_documents_required", "has_supplier_documents", "supplier_documents_needed"),
    must("exporter_of_record_required", "is_exporter_of_record", "not_exporter_of_record"),
    must("export_declaration_required", "has_export_declaration", "export_declaration_needed"),
)
