"""What is known of an application, and the verdict over it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from applications.models import Application
from common.dates import clock
from programs.kinds.registry import kind_of
from programs.models import Question, Requirement
from programs.policies.conditions import holds
from programs.policies.eligibility import RuleBook, Verdict, judge
from programs.selectors.catalogue import rule_book
from programs.selectors.verdicts import facts_of

_CACHE = "_assessments"


class Assessment:
    """One application under its edition, as of one day (today); each part is built once.

    Answers, enterprise and edition are read when a part is first needed. `assessment_of` notices
    that one of them was changed; an assessment held by the caller does not.
    """

    def __init__(self, application: Application, on: date | None = None) -> None:
        self.application = application
        self._on = on or clock.today()
        self._inputs = _inputs_of(application)
        self._enterprise = application.enterprise

    def is_current(self) -> bool:
        """Tell whether the application still has what this assessment was made from."""
        # A row that was read again has another object, which equals the old one.
        is_same_object = self._enterprise is self.application.enterprise
        return is_same_object and self._inputs == _inputs_of(self.application)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The answers and what the enterprise gives."""
        return facts_of(self.application.enterprise, self.application.answers, self._on)

    @cached_property
    def rules(self) -> RuleBook:
        """The figures that hold in the region of the application."""
        return rule_book(self.application.edition, self.application.regency_id)

    @cached_property
    def verdict(self) -> Verdict:
        """Every violation, and the facts without which nothing can be said."""
        return judge(self.facts, self.rules, kind_of(self.application.scheme.kind).checks)

    @cached_property
    def questions(self) -> Sequence[Question]:
        """The questions whose condition holds."""
        questions = self.application.edition.questions.all()
        return [q for q in questions if holds(q.condition, self.facts, self.rules)]

    @cached_property
    def requirements(self) -> Sequence[tuple[Requirement, bool]]:
        """Every document of the edition, and whether it is required of this application now."""
        return [
            (item, item.is_required and holds(item.condition, self.facts, self.rules))
            for item in self.application.edition.requirements.all()
        ]


def assessment_of(application: Application, on: date | None = None) -> Assessment:
    """Return the assessment of this object as of `on` (today), built once for all who need it.

    It stays on the object, so that one request builds facts once and judges once. It is built
    again after answers, edition, region or enterprise of the object changed; a change of a field
    of the enterprise itself is seen by fetching the application again.
    """
    day = on or clock.today()
    assessments: dict[date, Assessment] = application.__dict__.setdefault(_CACHE, {})
    assessment = assessments.get(day)
    if assessment is None or not assessment.is_current():
        assessment = assessments[day] = Assessment(application, day)
    return assessment


def _inputs_of(application: Application) -> tuple[Any, ...]:
    return dict(application.answers), application.edition_id, application.regency_id
