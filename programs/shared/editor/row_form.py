"""The form of one row of a draft edition, in names and units instead of codes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.messages.conditions import EditionNames
from programs.models import Edition
from programs.selectors.editions import name_of_row
from programs.services.edition_rows import Place
from programs.shared.editor.codes import unused_code
from reference.enums import Confidence

FIRST = "first"
MAX_TEXT = 4000
_LONG_LINE = 200
_NAME_LENGTH = 70
Layout = Sequence[tuple[str | Promise, Sequence[str | tuple[str, ...]]]]


class Part(Protocol):
    """Fields of a form that together form one column, such as the options of a choice."""

    template: ClassVar[str]

    def is_valid(self) -> bool:
        """Tell whether the fields can be stored."""

    def errors_by_id(self) -> Iterator[tuple[str, str]]:
        """Yield each error with the id of its field."""

    def clear_errors(self) -> None:
        """Show no errors, for a form that is only drawn again."""

    def apply(self, row: Any) -> None:
        """Set the column of the row; only of valid fields."""


class EditorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the editor, drawn in groups, with links to what is wrong.

    `layout` groups fields and parts under headings; names in a tuple are side by side.
    """

    layout: ClassVar[Layout] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: dict[str, Part] = {}

    def errors_by_id(self) -> list[tuple[str, str]]:
        """Return each error with the id of its field; '' for one of the whole form."""
        found = [("", str(error)) for error in self.non_field_errors()]
        for bound in self:
            found += named_errors(bound)
        for part in self.parts.values():
            found += part.errors_by_id()
        return found

    def problems(self) -> list[tuple[str, str]]:
        """Return the text of each error with the link to its field; '' for the whole form."""
        return [
            (text, f"#{field_id}" if field_id else "") for field_id, text in self.errors_by_id()
        ]

    def groups(self) -> list[dict[str, Any]]:
        """Return the headings with their lines; each line has the fields and parts side by side."""
        found = []
        for heading, lines in self.layout:
            items = [self._line(line) for line in lines]
            found.append({"heading": heading, "lines": [line for line in items if line]})
        return [group for group in found if group["lines"]]

    def _line(self, line: str | tuple[str, ...]) -> list[Any]:
        names = (line,) if isinstance(line, str) else line
        return [
            self.parts[name] if name in self.parts else self[name]
            for name in names
            if name in self.parts or name in self.fields
        ]


class RowForm(EditorForm):
    """One row of a draft; its subclasses name their columns and how these are laid out.

    `code_from` are the texts that name a new row's code, `code_column`, which people neither see
    nor write.
    """

    code_column: ClassVar[str] = "code"
    code_from: ClassVar[Sequence[str]] = ()
    code_separator: ClassVar[str] = "_"

    def __init__(
        self, *args: Any, edition: Edition, names: EditionNames | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.names = names or EditionNames(edition)
        self.is_new = self.instance.pk is None
        self.instance.edition = edition
        for field in self.fields.values():
            _limit(field)
        self._add_place()

    @property
    def place(self) -> Place | None:
        """The place of the row, once the form is valid; None where the rows have no order."""
        after = self.cleaned_data.get("place")
        if not after:
            return None
        return Place(None if after == FIRST else int(after))

    @property
    def says_read(self) -> bool:
        """Whether the lead says that they have read the row in its source."""
        return bool(self.cleaned_data.get("is_read"))

    def is_valid(self) -> bool:
        found = [super().is_valid(), *(part.is_valid() for part in self.parts.values())]
        return all(found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                # Browsers send line breaks of their own.
                cleaned[name] = value.replace("\r\n", "\n")
        for part in self.parts.values():
            if part.is_valid():
                part.apply(self.instance)
        if self.is_new and self.code_from and not getattr(self.instance, self.code_column):
            setattr(self.instance, self.code_column, self._new_code(cleaned))
        return cleaned

    def clear_errors(self) -> None:
        """Show what was typed and no errors, for a form that is only drawn again."""
        show_no_errors(self)
        for part in self.parts.values():
            part.clear_errors()

    def _siblings(self) -> list[Any]:
        rows = self._meta.model._default_manager.filter(edition=self.edition)
        return list(rows.order_by("position") if hasattr(self.instance, "position") else rows)

    def _new_code(self, cleaned: Mapping[str, Any]) -> str:
        text = next((str(cleaned[n]) for n in self.code_from if cleaned.get(n)), "")
        taken = {getattr(row, self.code_column) for row in self._siblings()}
        length = self._meta.model._meta.get_field(self.code_column).max_length
        return unused_code(text, taken, length=length or 0, separator=self.code_separator)

    def _add_place(self) -> None:
        """Add a choice of the row that precedes this one."""
        if not hasattr(self.instance, "position"):
            return
        rows = self._siblings()
        others = [row for row in rows if row.pk != self.instance.pk]
        before = [row for row in others if self.is_new or row.position < self.instance.position]
        choices = [
            (str(row.pk), _("setelah %(row)s") % {"row": _short(name_of_row(row))})
            for row in others
        ]
        self.fields["place"] = forms.ChoiceField(
            label=_("Letak"),
            choices=[(FIRST, _("paling awal")), *choices],
            initial=str(before[-1].pk) if before else FIRST,
        )


class SourcedRowForm(RowForm):
    """A row that the law determines: with its basis, its source, and whether a person read it."""

    source_layout: ClassVar[Layout] = (
        (
            _("Sumber"),
            (("legal_basis", "article"), "source_url", "is_read", "confidence"),
        ),
    )
    is_read = forms.BooleanField(
        label=_("Saya sudah membaca isi ini pada sumbernya"),
        required=False,
        help_text=_(
            "Dengan centang ini Anda memverifikasinya; baru setelah itu dapat menolak pemohon. "
            "Tanpa centang, isi yang berubah menjadi belum diverifikasi."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["legal_basis"] = self.edition.legal_basis
        field = self.fields["confidence"]
        field.label = _("Keyakinan selama belum diverifikasi")
        # A lead who has read the text itself confirms it with the tick and the source.
        known = {Confidence.MEDIUM, Confidence.LOW, self.instance.confidence}
        field.choices = [(c, label) for c, label in Confidence.choices if c in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_read") and not cleaned.get("source_url"):
            self.add_error("source_url", _("Tulis sumber yang Anda baca."))
        return cleaned


def show_no_errors(form: forms.BaseForm) -> None:
    """Keep what was typed in the form without checking it."""
    form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]  # not in the stubs
    form.cleaned_data = {}


def sent_rows(data: Mapping[str, Any], pattern: str, *, most: int) -> int:
    """Count the rows of a sent form up to the last one, however many a client claims.

    `pattern` matches the name of a field that each row has, with the row's number as its group.
    """
    found = (re.fullmatch(pattern, name) for name in data)
    return min(most, max((int(each[1]) + 1 for each in found if each), default=0))


def with_stored(codes: Iterable[str], stored: str) -> list[str]:
    """Return the codes to choose from, with the stored one if it is not among them."""
    known = [*codes]
    return known if stored in ("", *known) else [*known, stored]


def _limit(field: forms.Field) -> None:
    """Bound a text, and size its field: one line for a short text, several for a long one."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.SlugField):
        return
    if field.max_length is None:
        field.max_length = MAX_TEXT
        field.validators.append(MaxLengthValidator(MAX_TEXT))
    if isinstance(field.widget, forms.Textarea) or field.max_length >= _LONG_LINE * 2:
        field.widget = forms.Textarea(attrs={"rows": 3, "maxlength": field.max_length})
        field.widget.is_required = field.required


def named_errors(bound: forms.BoundField, where: str = "") -> list[tuple[str, str]]:
    """Return the errors of a field with its id, each as a sentence that names the field.

    `where` names the row among several; a field whose label is unclear on its own has a
    `summary_name`.
    """
    named = {"where": where, "field": getattr(bound.field, "summary_name", bound.label)}
    alone, in_row = _("Isian “%(field)s”: %(error)s"), _("%(where)s, isian “%(field)s”: %(error)s")
    text = str(in_row if where else alone)
    return [(_first_id(bound), text % {**named, "error": error}) for error in bound.errors]


def _first_id(bound: forms.BoundField) -> str:
    """Return the id of the field's first control, for a link to it."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label)


def _short(text: str) -> str:
    return text if len(text) <= _NAME_LENGTH else f"{text[: _NAME_LENGTH - 1].rstrip()}…"
