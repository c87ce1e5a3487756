"""Facts of an enterprise, and the verdict over facts that belong to no application."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.dates import clock
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import facts_for
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import Verdict, judge
from programs.selectors.catalogue import rule_book


def facts_of(
    enterprise: Enterprise, answers: Mapping[str, Any], on: date | None = None
) -> dict[str, Any]:
    """Join the answers with what the enterprise gives, which wins over an answer of that name."""
    return {**answers, **facts_for(enterprise), "on": on or clock.today()}


def judge_facts(edition: Edition, facts: Mapping[str, Any], on: date) -> Verdict:
    """Judge facts that belong to no application, as the public pre-check does."""
    rules = rule_book(edition, facts.get("regency"))
    return judge({**facts, "on": on}, rules, kind_of(edition.scheme.kind).checks)
