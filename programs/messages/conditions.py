"""Conditions of questions and documents as sentences, in the names of their edition."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number, rupiah
from programs.enums import QuestionType
from programs.messages.answers import option_text
from programs.messages.figures import figure_text, name_of
from programs.messages.labels import profile_fact_label, yes_or_no
from programs.models import Edition, Question, Rule
from programs.policies.conditions import Comparison, comparisons_of
from programs.policies.facts import ENTERPRISE_SHAPES
from programs.selectors.answer_names import answer_name
from programs.selectors.edition_order import former_questions
from programs.selectors.editions import PROFILE_FACTS


class EditionNames:
    """The names of an edition's questions and figures; two queries, when it is created.

    Each deleted question that a condition still names takes one query more.
    """

    def __init__(self, edition: Edition) -> None:
        self.questions: Mapping[str, Question] = {q.code: q for q in edition.questions.all()}
        self.rules: dict[str, Rule] = {}
        for rule in edition.rules.all():
            # A sentence names the figure of the whole province; a regency may have its own as well.
            if rule.regency_id is None or rule.key not in self.rules:
                self.rules[rule.key] = rule
        self._edition = edition
        self._deleted: dict[str, Question | None] = {}

    def fact(self, code: str) -> str:
        """Return the question that provides the fact, or the name of the fact of a profile."""
        if self.is_deleted(code):
            return deleted_name(self._edition.scheme.kind, self.deleted(code))
        question = self.questions.get(code)
        return question.label if question else profile_fact_label(code)

    def is_deleted(self, code: str) -> bool:
        """Tell whether neither a question of the edition nor a profile provides the fact."""
        return code not in self.questions and code not in PROFILE_FACTS

    def deleted(self, code: str) -> Question | None:
        """Return the question that other editions ask for the fact; None where none does."""
        if code not in self._deleted:
            self._deleted[code] = former_questions(self._edition, [code]).get(code)
        return self._deleted[code]

    def rule(self, key: str) -> str:
        """Return the name of a figure with its value."""
        rule = self.rules.get(key)
        return f"{rule.label} ({figure_text(rule)})" if rule else key.replace("_", " ")

    def bound(self, key: str) -> str:
        """Return the value of a figure with its name, for a sentence."""
        rule = self.rules.get(key)
        return f"{figure_text(rule)} ({rule.label})" if rule else key.replace("_", " ")

    def value(self, fact: str, value: Any) -> str:
        """Return an answer to the question of `fact` as its options name it."""
        if isinstance(value, bool):
            return yes_or_no(value)
        question = self.deleted(fact) if self.is_deleted(fact) else self.questions.get(fact)
        if isinstance(value, int):
            shape = question or ENTERPRISE_SHAPES.get(fact)
            is_money = shape is not None and shape.type == QuestionType.MONEY
            return rupiah(value) if is_money else number(value)
        return option_text(question, str(value)) if question else name_of(str(value))


def deleted_name(kind: str, question: Question | None) -> str:
    """Return a kind's name of an answer that an edition no longer asks for."""
    if question is None:
        return _("pertanyaan yang sudah dihapus")
    name = answer_name(kind, question)
    return _("“%(question)s” (pertanyaannya sudah dihapus)") % {"question": name}


def condition_text(condition: Any, names: EditionNames) -> str:
    """Return the condition as a clause: *bila “Jumlah?” lebih dari Rp5*; '' for always.

    An unreadable condition is described as such.
    """
    try:
        parts = comparisons_of(condition)
    except ValueError:
        return _("syarat ini tidak dapat dibaca")
    if not parts:
        return ""
    return _("bila %(conditions)s") % {
        "conditions": _(" dan ").join(_comparison_text(part, names) for part in parts)
    }


def _comparison_text(part: Comparison, names: EditionNames) -> str:
    is_asked = part.fact in names.questions
    texts = {
        "above": _("%(fact)s lebih dari %(bound)s"),
        "at_most": _("%(fact)s paling banyak %(bound)s"),
        "is": _("%(fact)s dijawab %(bound)s") if is_asked else _("%(fact)s: %(bound)s"),
        "in": _("%(fact)s dijawab salah satu dari %(bound)s")
        if is_asked
        else _("%(fact)s salah satu dari %(bound)s"),
    }
    fact = f"“{names.fact(part.fact)}”" if is_asked else names.fact(part.fact)
    return texts[part.op] % {"fact": fact, "bound": _bound_text(part, names)}


def _bound_text(part: Comparison, names: EditionNames) -> str:
    if part.rule is not None:
        return names.bound(part.rule)
    values: Iterable[Any] = part.value if part.op == "in" else [part.value]
    return ", ".join(names.value(part.fact, value) for value in values)
