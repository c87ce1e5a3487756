"""What is known of an application, and the verdict over it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from applications.models import Application
from programs.kinds.registry import kind_of
from programs.models import Question, Requirement
from programs.policies.conditions import holds
from programs.policies.eligibility import RuleBook, Verdict, judge
from programs.selectors.catalogue import rule_book
from programs.selectors.verdicts import facts_of


class Assessment:
    """One application under the edition it carries, as of one day (today); each part is built once.

    Answers, enterprise and edition are read when a part is first asked for: make a new assessment
    after changing one of them.
    """

    def __init__(self, application: Application, on: date | None = None) -> None:
        self.application = application
        self._on = on

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
