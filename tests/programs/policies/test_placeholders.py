"""Placeholders of letters, and the lines that depend on one."""

from programs.policies.placeholders import fields_of, filled, standing_lines

BODY = (
    "Usaha {name}.\n{?partner} Mitra: {partner}\n{?brand}Merek {brand}\nTanpa {?syarat} di tengah."
)


def test_a_line_stands_only_where_its_condition_is_given() -> None:
    assert standing_lines(BODY, {"partner"}) == (
        "Usaha {name}.\nMitra: {partner}\nTanpa {?syarat} di tengah."
    )
    assert standing_lines(BODY, set()) == "Usaha {name}.\nTanpa {?syarat} di tengah."
    assert standing_lines("", {"partner"}) == ""


def test_conditions_count_as_fields_and_values_are_no_templates() -> None:
    assert fields_of(BODY) == {"name", "partner", "brand", "syarat"}
    shown = filled(standing_lines(BODY, {"partner"}), {"name": "{?x} {partner}", "partner": "PT A"})
    assert shown.splitlines()[:2] == ["Usaha {?x} {partner}.", "Mitra: PT A"]
