"""The editions in programs/data: no dead stage, clocks, four eyes, sources, no idle rows."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from accounts.enums import REVIEW_ROLES
from programs.enums import State
from programs.kinds.registry import spec_of
from programs.lifecycle import TABLE, StageExit
from tests.architecture.source import (
    ROOT,
    called,
    calls,
    constants,
    nodes,
    none_of,
    python_files,
    text,
)

Row = dict[str, Any]
SCHEMES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "programs" / "data").glob("*.toml"))
}
EDITIONS = {
    f"{code} {edition['code']}": edition
    for code, content in SCHEMES.items()
    for edition in content["edition"]
}
# Rows that only tell a reader something: no figure to compare with.
SHOWN_ONLY = {"repeat_limit_lifted"}
each_edition = pytest.mark.parametrize("name", EDITIONS)


def inner(edition: Row) -> list[Row]:
    return [stage for stage in edition["stage"] if not stage.get("is_outside")]


def policy_files() -> list[Path]:
    return [p for p in python_files() if p.is_relative_to(ROOT / "programs" / "policies")]


def facts_asked() -> set[str]:
    """Facts that a rule, a rate or a page asks for by name."""
    return {
        name
        for path in policy_files()
        for call in calls(path)
        if called(call) in {"need", "get"} and call.args and (name := text(call.args[0]))
    }


def conditions(edition: Row) -> Iterator[Row]:
    for row in (*edition["question"], *edition["requirement"]):
        waiting = [row["condition"]] if row.get("condition") else []
        while waiting:
            condition = waiting.pop()
            waiting += condition.get("all", [])
            if "fact" in condition:
                yield condition


def key_patterns() -> list[re.Pattern[str]]:
    """Keys that code makes up, such as `annual_rate_access_{n}`."""
    found = []
    for path in python_files():
        if not path.is_relative_to(ROOT / "programs"):
            continue
        for node in nodes(path):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.fullmatch(r"[a-z]+(_[a-z]+)*_", start):
                    found.append(re.compile(rf"{start}\w+"))
    return found


@each_edition
def test_stages_have_clock_exit_and_role(name: str) -> None:
    for stage in inner(EDITIONS[name]):
        assert stage["working_days"] >= 1, stage["code"]
        assert stage["exit"] in {*StageExit}, stage["code"]
        assert stage["role"] in {*REVIEW_ROLES}, stage["code"]


@each_edition
def test_no_stage_is_dead(name: str) -> None:
    """Only the last inner stage decides: nothing stands behind a decision, nothing hangs."""
    exits = [stage["exit"] for stage in inner(EDITIONS[name])]
    assert exits.count(StageExit.DECIDE) == 1
    assert exits[-1] == StageExit.DECIDE
    outside = [bool(stage.get("is_outside")) for stage in EDITIONS[name]["stage"]]
    assert outside == sorted(outside)


@each_edition
def test_four_eyes_decide(name: str) -> None:
    stages = inner(EDITIONS[name])
    assert stages[-1]["second_person"] is True
    assert [s["code"] for s in stages if s["exit"] == StageExit.RECOMMEND]


@each_edition
def test_a_partner_that_follows_has_a_stage(name: str) -> None:
    edition = EDITIONS[name]
    outside = [s for s in edition["stage"] if s.get("is_outside")]
    assert bool(outside) is edition["partner_follows"]


@each_edition
def test_rows_of_law_name_their_source(name: str) -> None:
    edition = EDITIONS[name]
    assert edition["legal_basis"]
    for row in (*edition["rule"], *edition["requirement"], *edition["stage"]):
        label = row.get("key") or row["code"]
        assert row["legal_basis"], label
        assert row["confidence"] in {"H", "M", "L"}, label


@each_edition
def test_every_question_serves_a_rule(name: str) -> None:
    edition = EDITIONS[name]
    used = facts_asked() | {c["fact"] for c in conditions(edition)}
    none_of({q["code"] for q in edition["question"]} - used)


@each_edition
def test_every_rule_is_read(name: str) -> None:
    edition = EDITIONS[name]
    read = {value for path in policy_files() for _line, value in constants(path)}
    read |= {c["rule"] for c in conditions(edition) if "rule" in c}
    patterns = key_patterns()
    idle = {r["key"] for r in edition["rule"]} - read - SHOWN_ONLY
    none_of({key for key in idle if not any(p.fullmatch(key) for p in patterns)})


@each_edition
def test_conditions_name_what_exists(name: str) -> None:
    edition = EDITIONS[name]
    rules = {row["key"] for row in edition["rule"]}
    known = {q["code"] for q in edition["question"]} | facts_asked()
    for condition in conditions(edition):
        assert condition["fact"] in known
        assert condition.get("rule", next(iter(rules))) in rules


@pytest.mark.parametrize("code", SCHEMES)
def test_every_check_rests_on_a_rule_of_some_edition(code: str) -> None:
    content = SCHEMES[code]
    keys = {row["key"] for edition in content["edition"] for row in edition["rule"]}
    checks = {item.key for item in spec_of(content["scheme"]["kind"]).checks}
    none_of(checks - keys)


@pytest.mark.parametrize("code", SCHEMES)
def test_editions_follow_each_other_without_overlap(code: str) -> None:
    spans = sorted(
        (e["valid_from"], e.get("valid_to") or date.max) for e in SCHEMES[code]["edition"]
    )
    none_of([a for a, b in pairwise(spans) if a[1] + timedelta(days=1) != b[0]])


@each_edition
def test_outcomes_and_reasons_have_words(name: str) -> None:
    edition = EDITIONS[name]
    words = {row["state"] for row in edition["outcome_word"]}
    assert words >= {State.APPROVED, State.REJECTED, State.COMPLETED}
    owed = {str(r.name) for r in TABLE if r.reason_required}
    assert {row["transition"] for row in edition["reason_text"]} == owed


@each_edition
def test_codes_are_unique(name: str) -> None:
    edition = EDITIONS[name]
    for part in ("stage", "question", "requirement"):
        codes = [row["code"] for row in edition[part]]
        assert len(codes) == len({*codes}), part


def rows_of(value: object) -> Iterator[Row]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from rows_of(item)


@pytest.mark.parametrize("code", SCHEMES)
def test_every_text_is_in_both_languages(code: str) -> None:
    for row in rows_of(SCHEMES[code]):
        for key in row:
            if key.endswith("_id"):
                assert row[key], (key, row)
                assert row.get(f"{key[:-3]}_en"), (key, row)
