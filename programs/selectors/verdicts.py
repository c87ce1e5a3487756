"""Verdicts on facts that belong to no application."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import Verdict, evaluate
from programs.selectors.catalogue import rule_book


def evaluate_facts(edition: Edition, facts: Mapping[str, Any], on: date) -> Verdict:
    """Evaluate facts that belong to no application, as the public pre-check does."""
    rules = rule_book(edition, facts.get("regency"))
    return evaluate({**facts, "on": on}, rules, kind_of(edition.scheme.kind).checks)
