"""The facts of an application, and the verdict on it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from applications.models import Application
from common.dates import clock
from programs.kinds.older_answers import in_words_of_today
from programs.kinds.registry import kind_of
from programs.models import Question, Requirement
from programs.policies.conditions import is_met
from programs.policies.eligibility import RuleBook, Verdict, evaluate
from programs.selectors.catalogue import rule_book
from programs.selectors.facts import facts_of

_CACHE = "_assessments"


class Assessment:
    """One application under its edition, as of one day (today by default); parts are cached.

    Answers, enterprise and edition are read when a part is first needed. `assessment_of` detects a
    later change of one of them; an assessment held by the caller does not.
    """

    def __init__(self, application: Application, on: date | None = None) -> None:
        self.application = application
        self._on = on or clock.today()
        self._inputs = _inputs_of(application)
        self._enterprise = application.enterprise

    def is_current(self) -> bool:
        """Tell whether the application still has the inputs of this assessment."""
        # A row fetched again is a different object that compares equal.
        is_same_object = self._enterprise is self.application.enterprise
        return is_same_object and self._inputs == _inputs_of(self.application)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The stored answers, those to former questions as answers to the ones of today."""
        kind = self.application.scheme.kind
        answers: dict[str, Any] = self.application.answers
        if not kind_of(kind).older_answers.keys() & answers.keys():
            return answers
        asked = {question.code for question in self.application.edition.questions.all()}
        return in_words_of_today(kind, asked, answers)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The answers, merged with the facts from the enterprise's profile."""
        return facts_of(self.application.enterprise, self.answers, self._on)

    @cached_property
    def rules(self) -> RuleBook:
        """The figures in force in the region of the application."""
        return rule_book(self.application.edition, self.application.regency_id)

    @cached_property
    def verdict(self) -> Verdict:
        """Every violation, and the missing facts that leave the verdict open."""
        return evaluate(self.facts, self.rules, kind_of(self.application.scheme.kind).checks)

    @cached_property
    def questions(self) -> Sequence[Question]:
        """The questions whose condition is met."""
        questions = self.application.edition.questions.all()
        return [q for q in questions if is_met(q.condition, self.facts, self.rules)]

    @cached_property
    def requirements(self) -> Sequence[tuple[Requirement, bool]]:
        """Every document of the edition, and whether it is required of this application now."""
        return [
            (item, item.is_required and is_met(item.condition, self.facts, self.rules))
            for item in self.application.edition.requirements.all()
        ]


def assessment_of(application: Application, on: date | None = None) -> Assessment:
    """Return the assessment of this object as of `on` (today by default), cached on the object.

    One request therefore collects the facts and reaches the verdict once. The assessment is built
    again after the object's answers, edition, region or enterprise changed; to see a changed field
    of the enterprise itself, fetch the application again.
    """
    day = on or clock.today()
    assessments: dict[date, Assessment] = application.__dict__.setdefault(_CACHE, {})
    assessment = assessments.get(day)
    if assessment is None or not assessment.is_current():
        assessment = assessments[day] = Assessment(application, day)
    return assessment


def _inputs_of(application: Application) -> tuple[Any, ...]:
    return dict(application.answers), application.edition_id, application.regency_id
