"""The form of a question: its words, its page, its kind of answer, its options, its condition."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import number, rupiah
from common.web.fields import MoneyField, WholeField
from programs.admin.edition.forms.condition import ConditionPart
from programs.admin.edition.forms.facts import NUMERIC, FactsOfEdition
from programs.admin.edition.forms.options import OptionsPart
from programs.enums import QuestionType
from programs.kinds.registry import fact_shapes, kind_of
from programs.messages.conditions import EditionNames, condition_text
from programs.messages.labels import QUESTION_TYPES
from programs.models import Question
from programs.policies.edition_changes import Item
from programs.shared.editor.codes import unused_code
from programs.shared.editor.row_form import RowForm
from programs.shared.editor.section import yes

_PAGE_CODE_LENGTH = 40
_WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)


class QuestionForm(RowForm):
    """A question; the code by which rules and letters refer to it never changes."""

    code_from = ("label_en", "label_id")
    layout = (
        (
            gettext_lazy("Pertanyaan"),
            (("label_id", "label_en"), ("help_id", "help_en"), ("type",)),
        ),
        (gettext_lazy("Batas angka"), (("minimum", "maximum"),)),
        (gettext_lazy("Pilihan"), ("options",)),
        (
            gettext_lazy("Kapan ditanyakan"),
            ("is_required", "condition", "identifies"),
        ),
        (
            gettext_lazy("Halaman dan letak"),
            ("page", ("group_title_id", "group_title_en"), "place"),
        ),
    )

    class Meta:
        model = Question
        fields = (
            "type",
            "label_id",
            "label_en",
            "help_id",
            "help_en",
            "group_title_id",
            "group_title_en",
            "is_required",
            "identifies",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Question = self.instance
        shape = fact_shapes().get(question.code)
        self._add_type(is_read=question.code in kind_of(self.edition.scheme.kind).facts)
        self._add_bounds(question)
        self._add_page(question)
        data = self.data if self.is_bound else None
        self.parts["options"] = OptionsPart(data, question.options, shape.options if shape else ())
        self.parts["condition"] = ConditionPart(
            data,
            question.condition,
            FactsOfEdition(self.names, without=question.code),
            _("Hanya ditanyakan bila"),
        )

    def clean(self) -> dict[str, Any]:
        options: Any = self.parts["options"]
        if self.cleaned_data.get("type") not in _WITH_OPTIONS:
            options.ignore()
        cleaned = super().clean()
        self._clean_bounds(cleaned)
        self._clean_page(cleaned)
        return cleaned

    def groups(self) -> list[dict[str, Any]]:
        """Leave out the fields of another kind of answer; they appear when the form is redrawn."""
        kind = self["type"].value()
        unused = {_("Batas angka")} if kind not in NUMERIC else set()
        unused |= {_("Pilihan")} if kind not in _WITH_OPTIONS else set()
        return [group for group in super().groups() if str(group["heading"]) not in unused]

    def _add_type(self, *, is_read: bool) -> None:
        self.initial["type"] = self.instance.type or QuestionType.TEXT
        self.fields["type"] = forms.ChoiceField(
            label=_("Jenis jawaban"),
            choices=list(QUESTION_TYPES.items()),
            # A rule reads the answer, so its type cannot change.
            disabled=is_read and bool(self.instance.type),
            help_text=_("Dibaca ketentuan, jadi jenisnya tetap.") if is_read else "",
            widget=forms.Select(attrs={"data-refresh": ""}),
        )

    def _add_bounds(self, question: Question) -> None:
        """Add the sanity bounds, in the unit of the answer."""
        field = MoneyField if self["type"].value() == QuestionType.MONEY else WholeField
        for name, label in (("minimum", _("Paling kecil")), ("maximum", _("Paling besar"))):
            stored = getattr(question, name)
            self.fields[name] = field(
                label=label,
                required=False,
                initial=None if stored is None else number(stored),
                help_text=_("Untuk menangkap salah tulis, bukan syarat. Hanya untuk angka."),
            )

    def _clean_bounds(self, cleaned: dict[str, Any]) -> None:
        is_number = cleaned.get("type") in NUMERIC
        lowest, highest = (
            cleaned.get(name) if is_number else None for name in ("minimum", "maximum")
        )
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("maximum", _("Angka terbesar di bawah angka terkecil."))
        self.instance.minimum, self.instance.maximum = lowest, highest

    def _add_page(self, question: Question) -> None:
        pages = {each.group: each.group_title for each in self.names.questions.values()}
        # A question copied from elsewhere may be on a page that this edition lacks.
        initial = question.group if question.group in pages else ""
        self.fields["page"] = forms.ChoiceField(
            label=_("Halaman"),
            choices=[*pages.items(), ("", _("halaman baru"))],
            required=False,
            initial=initial or (next(iter(pages), "") if self.is_new else ""),
        )
        for name in ("group_title_id", "group_title_en"):
            self.fields[name].required = False
        self.fields["group_title_id"].help_text = _(
            "Untuk halaman baru, atau untuk mengganti judul halaman pertanyaan ini."
        )

    def _clean_page(self, cleaned: dict[str, Any]) -> None:
        """Set the page: a known one keeps its title, unless the question stays on it."""
        question: Question = self.instance
        page, former = cleaned.get("page", ""), self["page"].initial
        titles = (cleaned.get("group_title_id", ""), cleaned.get("group_title_en", ""))
        others = [q for q in self.names.questions.values() if q.group == page]
        if page and (page != former or self.is_new or not all(titles)):
            question.group = page
            question.group_title_id = others[0].group_title_id
            question.group_title_en = others[0].group_title_en
        elif not all(titles):
            self.add_error("group_title_id", _("Tulis judul halaman dalam kedua bahasa."))
        else:
            question.group_title_id, question.group_title_en = titles
            taken = {each.group for each in self.names.questions.values()}
            question.group = page or unused_code(titles[1], taken, length=_PAGE_CODE_LENGTH)

    def _post_clean(self) -> None:
        """Keep the title of the page that was chosen, which is not always the one typed."""
        title = (self.instance.group_title_id, self.instance.group_title_en)
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        self.instance.group_title_id, self.instance.group_title_en = title


def describe_question(question: Question, names: EditionNames) -> Sequence[Item]:
    """Describe a question with its answer, page and condition."""
    condition = condition_text(question.condition, names)
    asked = condition or (_("selalu") if question.is_required else _("boleh dikosongkan"))
    return [
        Item(_("Pertanyaan"), question.label),
        Item(
            _("Jenis jawaban"), str(QUESTION_TYPES.get(question.type, question.type)), in_list=True
        ),
        Item(_("Ditanyakan"), asked, in_list=True),
        Item(_("Halaman"), question.group_title, in_list=True),
        Item(_("Penjelasan"), question.help),
        *_bounds(question),
        Item(_("Pilihan"), ", ".join(name for _value, name in question.named_options)),
        *yes(not question.is_required, _("Boleh dikosongkan")),
        *yes(question.identifies, _("Membedakan permohonan")),
    ]


def _bounds(question: Question) -> list[Item]:
    write = rupiah if question.type == QuestionType.MONEY else number
    labels = {"minimum": _("Paling kecil"), "maximum": _("Paling besar")}
    return [
        Item(label, write(getattr(question, name)))
        for name, label in labels.items()
        if getattr(question, name) is not None
    ]
