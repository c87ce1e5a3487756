"""The editions in the files of each kind: complete, sourced, nothing unused, every rule tested."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings

from programs.kinds.registry import declarations, kind_of, kinds
from programs.management.rules_page import PATH, rules_page
from programs.messages.figures import unit_choices
from programs.models import Scheme
from programs.policies.edition_check import faults_of
from programs.policies.edition_tables import EDITION_TABLES
from programs.policies.eligibility import Facts, MissingFactError, RuleBook, RuleCheck, RuleRow
from programs.policies.enterprise import AGE, BORROWER, NUMBER, SALES, SECTOR
from programs.selectors.editions import shape_of
from programs.services.scheme_files import DATA, read_schemes, shared_rows
from tests.architecture.source import none_of
from tests.programs.policies.rule_cases import cases_of, tried_keys

Row = dict[str, Any]
SCHEMES = read_schemes()
EDITIONS = {
    f"{code} {edition['code']}": edition
    for code, content in SCHEMES.items()
    for edition in content["edition"]
}
each_edition = pytest.mark.parametrize("name", EDITIONS)


@each_edition
def test_the_model_check_finds_nothing(name: str) -> None:
    code, _space, _edition = name.partition(" ")
    edition = EDITIONS[name]
    shape = shape_of(
        Scheme(**SCHEMES[code]["scheme"]),
        legal_basis=edition["legal_basis"],
        partner_follows=edition["partner_follows"],
        authority=edition.get("authority", "regency"),
        tables={table.relation: edition[name] for name, table in EDITION_TABLES.items()},
    )
    none_of([fault for fault in faults_of(shape) if not fault.is_note])


@each_edition
def test_every_unit_can_be_displayed_in_both_languages(name: str) -> None:
    units = {row["unit"] for row in EDITIONS[name]["rule"] if row.get("unit")}
    code, _space, _edition = name.partition(" ")
    known = {unit for unit, _name in unit_choices(kind_of(SCHEMES[code]["scheme"]["kind"]))}
    none_of(units - known)


@each_edition
def test_rows_of_law_say_how_well_they_are_known(name: str) -> None:
    edition = EDITIONS[name]
    for row in (*edition["rule"], *edition["requirement"], *edition["stage"]):
        assert row["confidence"] in {"H", "M", "L"}, row.get("key") or row["code"]


@pytest.mark.parametrize("kind", [kind.code for kind in kinds()])
def test_every_check_rests_on_a_rule_of_some_edition(kind: str) -> None:
    editions = [
        edition
        for content in SCHEMES.values()
        if content["scheme"]["kind"] == kind
        for edition in content["edition"]
    ]
    keys = {row["key"] for edition in editions for row in edition["rule"]}
    # Rules about the applicant are shared by all kinds; a kind need not use each of them.
    shared = {check.key for check in (AGE, BORROWER, NUMBER, SALES, SECTOR)}
    none_of(kind_of(kind).rule_keys - keys - shared)


def test_every_shared_row_is_used() -> None:
    for kind in kinds():
        editions = [
            e for c in SCHEMES.values() if c["scheme"]["kind"] == kind.code for e in c["edition"]
        ]
        for table, identity in (("rule", "key"), ("requirement", "code"), ("stage", "code")):
            used = {row[identity] for edition in editions for row in edition[table]}
            general = set(shared_rows(table, DATA))
            none_of(set(shared_rows(table, kind.data)) - general - used)
    for table, identity in (("rule", "key"), ("requirement", "code"), ("stage", "code")):
        used = {row[identity] for edition in EDITIONS.values() for row in edition[table]}
        none_of(set(shared_rows(table, DATA)) - used)


@pytest.mark.parametrize("kind", [kind.code for kind in kinds()])
def test_every_check_reads_the_facts_it_names(kind: str) -> None:
    """Run each check with every fact present: what it reads is among what it declares."""
    for check in kind_of(kind).checks:
        for item in recorded_facts(check, kind):
            assert item in check.facts, (check.key, item)


class Recording(Facts):
    """Facts that record which of them were read."""

    def __init__(self, values: Row) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def need(self, name: str) -> Any:
        self.read.add(name)
        return super().need(name)

    def get(self, name: str) -> Any:
        self.read.add(name)
        return super().get(name)


def recorded_facts(check: RuleCheck, kind: str) -> set[str]:
    rows = [
        RuleRow(row["key"], row.get("value"))
        for content in SCHEMES.values()
        if content["scheme"]["kind"] == kind
        for edition in content["edition"]
        for row in edition["rule"]
        if row.get("value") is not None
    ]
    values: dict[str, Any] = dict.fromkeys(check.facts, 1)
    values |= {"purpose": "working_capital", "borrower": "group", "on": date(2026, 1, 2)}
    values |= {"business_started_on": date(2020, 1, 2)}
    facts = Recording(values)
    with contextlib.suppress(MissingFactError):
        check.check(facts, RuleBook(rows))
    return facts.read


@pytest.mark.parametrize("code", SCHEMES)
def test_editions_follow_each_other_without_overlap(code: str) -> None:
    spans = sorted(
        (e["valid_from"], e.get("valid_to") or date.max) for e in SCHEMES[code]["edition"]
    )
    none_of([a for a, b in pairwise(spans) if a[1] + timedelta(days=1) != b[0]])


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
            if key.endswith("_id") and key != "regency_id":
                assert row[key] is not None, (key, row)
                assert bool(row.get(f"{key[:-3]}_en")) is bool(row[key]), (key, row)


def test_the_generated_table_of_rules_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == rules_page()


@pytest.mark.parametrize("app", settings.PROGRAM_KINDS)
def test_every_judged_rule_is_broken_and_met_by_a_case(app: str) -> None:
    (kind,) = declarations([app])
    tried = tried_keys(kind, cases_of(app))
    untried = [
        f"{code} {edition['code']}: {row['key']}"
        for code, content in SCHEMES.items()
        if content["scheme"]["kind"] == kind.code
        for edition in content["edition"]
        for row in edition["rule"]
        if row["key"] not in kind.informational_keys and row["key"] not in tried
    ]
    none_of(untried, f"add cases on both sides to tests/{app}/rule_cases.py")


@each_edition
def test_names_that_officials_read_too_address_nobody(name: str) -> None:
    edition = EDITIONS[name]
    said = [
        row[column]
        for table, columns in (
            ("stage", ("name_id", "name_en")),
            ("requirement", ("label_id", "label_en")),
            ("outcome_word", ("word_id", "word_en")),
        )
        for row in edition[table]
        for column in columns
    ]
    none_of(text for text in said if re.search(r"\b(?:anda|your?|yours)\b", text, re.IGNORECASE))
