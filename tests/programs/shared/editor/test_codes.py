"""Codes of new rows, made from their names."""

import pytest

from programs.shared.editor.codes import unused_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Site plan", "site_plan"),
        ("Tool & machine (new)", "tool_machine_new"),
        ("2 photos", "x_2_photos"),
        ("写真", "x"),
        ("", "x"),
        ("a" * 100, "a" * 36),
    ],
)
def test_a_code_begins_with_a_letter_and_has_room_for_a_number(text: str, code: str) -> None:
    assert unused_code(text, set(), length=40) == code


def test_a_code_that_is_taken_is_numbered() -> None:
    assert unused_code("Site plan", {"site_plan", "site_plan_2"}, length=40) == "site_plan_3"
    assert unused_code("Site plan", {"site-plan"}, length=40, separator="-") == "site-plan-2"
