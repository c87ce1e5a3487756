"""The facts that a condition of an edition may compare, each with its type and its options."""

from typing import Any

from django.utils.translation import gettext as _

from programs.enums import QuestionType
from programs.messages.conditions import EditionNames
from programs.messages.figures import name_of
from programs.messages.labels import profile_fact_label
from programs.policies.conditions import Comparison, comparisons_of
from programs.policies.facts import ENTERPRISE_SHAPES
from programs.policies.rule_values import DAY_UNIT, RATE_UNIT
from reference.enums import Sector

NUMERIC = (QuestionType.MONEY, QuestionType.NUMBER)
PICKED = (QuestionType.CHOICE, QuestionType.BOOLEAN)


class FactsOfEdition:
    """The facts that a condition of one edition may compare, by name: answers, then the profile.

    Texts and days are left out; no condition compares them yet.
    """

    def __init__(self, names: EditionNames, *, without: str = "") -> None:
        self.names = names
        self.types: dict[str, str] = {}
        self.options: dict[str, list[tuple[str, str]]] = {}
        for code, question in names.questions.items():
            if code != without and question.type in (*NUMERIC, *PICKED):
                self._add(code, question.type, question.named_options)
        for code, shape in ENTERPRISE_SHAPES.items():
            if code not in self.types and shape.type in (*NUMERIC, *PICKED):
                self._add(code, shape.type, [(each, name_of(each)) for each in shape.options])
        self._add("sector", QuestionType.CHOICE, [(each, name_of(each)) for each in Sector.values])

    def add_deleted(self, condition: Any) -> None:
        """Add the condition's facts that no longer have a source, as other editions ask them.

        Where none does, the compared value shows the type of the answer.
        """
        try:
            parts = comparisons_of(condition)
        except ValueError:
            return
        for part in parts:
            if part.fact in self.types or not self.names.is_deleted(part.fact):
                continue
            question = self.names.deleted(part.fact)
            if question is not None and question.type in (*NUMERIC, *PICKED):
                self._add(part.fact, question.type, question.named_options)
            elif question is None:
                values = part.value if isinstance(part.value, list) else [part.value]
                self._add(part.fact, _type_of(part), [(str(v), str(v)) for v in values])

    def choices(self) -> list[tuple[str, Any]]:
        """Return the facts as options of a select, those of the profile under a heading."""
        asked = [(c, self.names.fact(c)) for c in self.types if c in self.names.questions]
        given = [c for c in self.types if c not in self.names.questions]
        profile = [(c, profile_fact_label(c)) for c in given if not self.names.is_deleted(c)]
        deleted = [(c, self.names.fact(c)) for c in given if self.names.is_deleted(c)]
        return [
            ("", _("tanpa syarat")),
            (_("Jawaban"), asked),
            (_("Profil usaha"), profile),
            *([(_("Tidak ditanyakan lagi"), deleted)] if deleted else []),
        ]

    def figures(self) -> list[tuple[str, str]]:
        """Return the figures that a number may be compared with, each with its value."""
        return [
            (key, self.names.rule(key))
            for key, rule in self.names.rules.items()
            if rule.unit not in ("", RATE_UNIT, DAY_UNIT) and not isinstance(rule.value, list)
        ]

    def _add(self, code: str, fact_type: str, options: list[tuple[str, str]]) -> None:
        self.types[code], self.options[code] = fact_type, options


def _type_of(part: Comparison) -> str:
    """Return the type of answer that the comparison fits."""
    if isinstance(part.value, bool):
        return QuestionType.BOOLEAN
    is_number = part.rule is not None or isinstance(part.value, int)
    return QuestionType.NUMBER if is_number else QuestionType.CHOICE
