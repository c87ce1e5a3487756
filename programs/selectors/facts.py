"""What is known of an application, and the verdict over it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common import clock
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import facts_for
from programs.kinds.registry import spec_of
from programs.models import Application, Edition, Question, Requirement
from programs.policies.conditions import holds
from programs.policies.eligibility import RuleBook, Verdict, judge
from programs.selectors.catalogue import rule_book


def facts_of(
    enterprise: Enterprise, answers: Mapping[str, Any], on: date | None = None
) -> dict[str, Any]:
    """Answers plus what the enterprise gives; the enterprise wins over an answer of that name."""
    return {**answers, **facts_for(enterprise), "on": on or clock.today()}


def verdict_of(application: Application, on: date | None = None) -> Verdict:
    """The verdict with fresh facts, under the edition the application carries."""
    facts = facts_of(application.enterprise, application.answers, on)
    rules = rule_book(application.edition, application.regency_id)
    return judge(facts, rules, spec_of(application.scheme.kind).checks)


def judge_facts(edition: Edition, facts: Mapping[str, Any], on: date) -> Verdict:
    """The verdict over facts that belong to no application, as in the public pre-check."""
    rules = rule_book(edition, facts.get("regency"))
    return judge({**facts, "on": on}, rules, spec_of(edition.scheme.kind).checks)


def asked_questions(application: Application) -> list[Question]:
    """The questions whose condition holds."""
    facts, rules = _context(application)
    return [q for q in application.edition.questions.all() if holds(q.condition, facts, rules)]


def asked_requirements(application: Application) -> list[tuple[Requirement, bool]]:
    """Every document of the edition, and whether it is required of this application now."""
    facts, rules = _context(application)
    return [
        (item, item.is_required and holds(item.condition, facts, rules))
        for item in application.edition.requirements.all()
    ]


def _context(application: Application) -> tuple[dict[str, Any], RuleBook]:
    facts = facts_of(application.enterprise, application.answers)
    return facts, rule_book(application.edition, application.regency_id)
