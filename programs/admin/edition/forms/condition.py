"""A condition as rows of choices: a question, how to compare, and with what."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import number
from common.web.fields import MoneyField, WholeField
from programs.admin.edition.forms.facts import NUMERIC, PICKED, FactsOfEdition
from programs.enums import QuestionType
from programs.policies.conditions import Comparison, comparisons_of, joined
from programs.shared.editor.row_form import named_errors, sent_rows, show_no_errors

MAX_COMPARISONS = 6
_PREFIX = "condition"
_ROW = rf"{_PREFIX}-([0-9])-fact"
_RAW_LENGTH = 4000
_OPS: Sequence[tuple[str, str | Promise]] = (
    ("above", gettext_lazy("lebih dari")),
    ("at_most", gettext_lazy("paling banyak")),
    ("is", gettext_lazy("sama dengan")),
)
# Names of the fields outside the sentence that their labels form.
_NAMES: Mapping[str, str | Promise] = {
    "fact": gettext_lazy("yang dibandingkan"),
    "op": gettext_lazy("cara membandingkan"),
    "rule": gettext_lazy("ketentuan pembanding"),
    "value": gettext_lazy("angka pembanding"),
    "picked": gettext_lazy("jawaban yang dimaksud"),
}
_YES_NO: Sequence[tuple[str, str | Promise]] = (
    ("ya", gettext_lazy("Ya")),
    ("tidak", gettext_lazy("Tidak")),
)


class ComparisonForm(forms.Form):
    """One comparison; what it may be compared with follows from the fact that is chosen."""

    # No field says that it may be left empty; what is missing is reported on saving.
    all_optional = True

    def __init__(
        self, facts: FactsOfEdition, stored: Comparison | None, data: Any, *, prefix: str
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.facts = facts
        self.fields["fact"] = forms.ChoiceField(
            label=_("Bila"),
            choices=facts.choices(),
            required=False,
            initial=stored.fact if stored else "",
            widget=forms.Select(attrs={"data-refresh": ""}),
        )
        chosen = self["fact"].value() or ""
        self.type = facts.types.get(chosen, "")
        same = stored if stored is not None and stored.fact == chosen else None
        if self.type in NUMERIC:
            self._add_number(same)
        elif self.type in PICKED:
            self._add_picks(chosen, same)
        for name, field in self.fields.items():
            field.summary_name = _NAMES[name]  # type: ignore[attr-defined]  # of our own
        # The page from which the form was sent did not have the value to compare with.
        self.is_new_on_page = bool(self.type) and data is not None and not self._was_shown(data)
        if self.is_new_on_page:
            for name in ("op", "picked"):
                if name in self.fields:
                    self.fields[name].required = False

    def name_at(self, place: int) -> str:
        """Return which comparison this is: its place among them, and what it compares."""
        if not self.type:
            return _("Syarat baris %(row)s") % {"row": place}
        fact = self.facts.names.fact(self["fact"].value() or "")
        return _("Syarat baris %(row)s (%(fact)s)") % {"row": place, "fact": fact}

    def _was_shown(self, data: Mapping[str, Any]) -> bool:
        return any(self.add_prefix(name) in data for name in self.fields if name != "fact")

    def _add_number(self, stored: Comparison | None) -> None:
        self.fields["op"] = forms.ChoiceField(
            label=_("dibandingkan"), choices=_OPS, initial=stored.op if stored else "above"
        )
        self.fields["rule"] = forms.ChoiceField(
            label=_("dengan ketentuan"),
            choices=[("", _("angka ini:")), *self.facts.figures()],
            required=False,
            initial=stored.rule if stored else "",
        )
        field = MoneyField if self.type == QuestionType.MONEY else WholeField
        value = stored.value if stored else None
        self.fields["value"] = field(
            label=_("atau angka"),
            required=False,
            initial=number(value) if isinstance(value, int) else None,
        )

    def _add_picks(self, fact: str, stored: Comparison | None) -> None:
        value: Any = stored.value if stored else None
        if self.type == QuestionType.BOOLEAN:
            initial = {True: "ya", False: "tidak"}.get(value) if stored else None
            self.fields["picked"] = forms.ChoiceField(
                label=_("dijawab"),
                choices=_YES_NO,
                widget=forms.RadioSelect,
                initial=initial,
                error_messages={"required": _("Pilih ya atau tidak.")},
            )
            return
        self.fields["picked"] = forms.MultipleChoiceField(
            label=_("dijawab salah satu dari"),
            choices=self.facts.options[fact],
            widget=forms.CheckboxSelectMultiple,
            initial=value if isinstance(value, list) else [value],
            error_messages={"required": _("Pilih sedikitnya satu jawaban.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_new_on_page:
            text = _("Lengkapi dengan apa jawaban ini dibandingkan, lalu simpan lagi.")
            self.add_error("fact", text)
        elif self.type in NUMERIC and not self.errors:
            if cleaned.get("value") is None and not cleaned.get("rule"):
                self.add_error("value", _("Pilih ketentuan atau tulis angkanya."))
            elif cleaned.get("value") is not None and cleaned.get("rule"):
                self.add_error("value", _("Pilih ketentuan atau tulis angka, jangan keduanya."))
        return cleaned

    def comparison(self) -> Comparison | None:
        """Return the comparison of a valid form; None for an empty row."""
        data = self.cleaned_data
        fact = data.get("fact")
        if not fact:
            return None
        if self.type in NUMERIC:
            return Comparison(fact, data["op"], data["rule"] or None, data["value"])
        picked = data["picked"]
        if self.type == QuestionType.BOOLEAN:
            return Comparison(fact, "is", None, picked == "ya")
        if len(picked) == 1:
            return Comparison(fact, "is", None, picked[0])
        return Comparison(fact, "in", None, picked)


class RawConditionForm(forms.Form):
    """A condition that has no choices yet, as the text that is stored."""

    raw = forms.CharField(
        label=gettext_lazy("Syarat (tulisan teknis)"),
        required=False,
        max_length=_RAW_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Syarat ini belum dapat disusun dari pilihan. Ubah tulisannya, atau kosongkan lalu "
            "simpan; sesudah itu syarat dapat disusun dari pilihan."
        ),
    )

    def clean_raw(self) -> Any:
        text: str = self.cleaned_data["raw"].strip()
        if not text:
            return None
        try:
            condition = json.loads(text)
            comparisons_of(condition)
        except (ValueError, RecursionError):
            raise forms.ValidationError(
                _("Tulisan ini bukan syarat yang dapat dibaca. Kosongkan atau perbaiki.")
            ) from None
        if "\\u0000" in text:
            raise forms.ValidationError(_("Tulisan ini memuat huruf yang tidak dapat disimpan."))
        return condition


class ConditionPart:
    """All comparisons of a condition; they must hold together."""

    template: ClassVar[str] = "admin/backoffice/edition_condition.html"

    def __init__(self, data: Any, condition: Any, facts: FactsOfEdition, heading: str) -> None:
        self.heading = heading
        self.raw: RawConditionForm | None = None
        self.rows: list[ComparisonForm] = []
        facts.add_deleted(condition)
        stored = _expressible(condition, facts)
        if stored is None:
            text = json.dumps(condition, ensure_ascii=False)
            self.raw = RawConditionForm(data, prefix=_PREFIX, initial={"raw": text})
            return
        count = len(stored) + 1
        if data is not None:
            count = max(count, sent_rows(data, _ROW, most=MAX_COMPARISONS))
        self.rows = [
            ComparisonForm(
                facts, stored[i] if i < len(stored) else None, data, prefix=f"{_PREFIX}-{i}"
            )
            for i in range(min(count, MAX_COMPARISONS))
        ]

    @property
    def forms(self) -> list[forms.Form]:
        """The forms that it consists of."""
        return [self.raw] if self.raw else [*self.rows]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    def errors_by_id(self) -> Iterator[tuple[str, str]]:
        for bound in self.raw or ():
            yield from named_errors(bound)
        for place, row in enumerate(self.rows, start=1):
            for bound in row:
                yield from named_errors(bound, row.name_at(place))

    def clear_errors(self) -> None:
        for form in self.forms:
            show_no_errors(form)
        if self.rows and self.rows[-1]["fact"].value() and len(self.rows) < MAX_COMPARISONS:
            last = self.rows[-1]
            prefix = f"{_PREFIX}-{len(self.rows)}"
            self.rows.append(ComparisonForm(last.facts, None, None, prefix=prefix))

    def apply(self, row: Any) -> None:
        if self.raw:
            row.condition = self.raw.cleaned_data["raw"]
            return
        found = [form.comparison() for form in self.rows]
        row.condition = joined([each for each in found if each is not None])


def _expressible(condition: Any, facts: FactsOfEdition) -> list[Comparison] | None:
    """Return the comparisons if the choices can express them all, else None."""
    try:
        found = comparisons_of(condition)
    except ValueError:
        return None
    if len(found) > MAX_COMPARISONS or not all(_is_expressible(each, facts) for each in found):
        return None
    return found


def _is_expressible(part: Comparison, facts: FactsOfEdition) -> bool:
    match facts.types.get(part.fact, ""):
        case "":
            return False
        case QuestionType.BOOLEAN:
            return part.op == "is" and isinstance(part.value, bool)
        case QuestionType.CHOICE:
            values = part.value if isinstance(part.value, list) else [part.value]
            options = {code for code, _label in facts.options[part.fact]}
            return part.rule is None and {*values} <= options
        case _:
            is_number = isinstance(part.value, int) and not isinstance(part.value, bool)
            known = part.rule in dict(facts.figures())
            return part.op != "in" and (known if part.rule is not None else is_number)
