"""The options of a question as rows with a name in both languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.shared.editor.codes import unused_code
from programs.shared.editor.row_form import named_errors, sent_rows, show_no_errors

MAX_OPTIONS = 60
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CODE_LENGTH = 40
_SPARE_ROWS = 2
_PREFIX = "options"
_ROW = rf"{_PREFIX}-([0-9]{{1,2}})-label_id"


class OptionForm(forms.Form):
    """One option; without names it is left out. Its code, once chosen, stays."""

    # No field says that it may be left empty, since all of them may.
    all_optional = True

    code = forms.CharField(required=False, max_length=_CODE_LENGTH, widget=forms.HiddenInput)
    label_id = forms.CharField(
        label=gettext_lazy("Pilihan"), required=False, max_length=120, strip=True
    )
    label_en = forms.CharField(
        label=gettext_lazy("Pilihan (Inggris)"), required=False, max_length=120, strip=True
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code and not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Pilihan ini tidak dikenal."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("label_id")) is not bool(cleaned.get("label_en")):
            name = "label_en" if cleaned.get("label_id") else "label_id"
            self.add_error(name, _("Tulis pilihan dalam kedua bahasa."))
        return cleaned


class OptionsPart:
    """All options of a question. `fixed` are the codes that rules read: none can be added."""

    template: ClassVar[str] = "admin/backoffice/edition_options.html"

    def __init__(
        self, data: Any, options: Sequence[Mapping[str, Any]], fixed: Sequence[str] = ()
    ) -> None:
        self.fixed = fixed
        self._is_wanted = True
        stored = [self._initial(option) for option in options]
        named = {row["code"] for row in stored}
        stored += [{"code": code} for code in fixed if code not in named]
        count = len(stored) + (0 if fixed else _SPARE_ROWS)
        if data is not None:
            count = max(count, sent_rows(data, _ROW, most=MAX_OPTIONS) + (0 if fixed else 1))
        self.rows = [
            OptionForm(data, prefix=f"{_PREFIX}-{i}", initial=stored[i] if i < len(stored) else {})
            for i in range(min(count, MAX_OPTIONS))
        ]

    def ignore(self) -> None:
        """Store no options: the question is of another type."""
        self._is_wanted = False

    def is_valid(self) -> bool:
        return not self._is_wanted or all([row.is_valid() for row in self.rows])

    def errors_by_id(self) -> Iterator[tuple[str, str]]:
        if self._is_wanted:
            for place, row in enumerate(self.rows, start=1):
                for bound in row:
                    yield from named_errors(bound, _("Pilihan baris %(row)s") % {"row": place})

    def clear_errors(self) -> None:
        for row in self.rows:
            show_no_errors(row)

    def apply(self, row: Any) -> None:
        row.options = self._options() if self._is_wanted else []

    def _options(self) -> list[dict[str, str]]:
        named = [row.cleaned_data for row in self.rows if row.cleaned_data.get("label_id")]
        found: list[dict[str, str]] = []
        # Codes that exist are kept from options that are named before them.
        taken = {each["code"] for each in named if each["code"]}
        for each in named:
            code = each["code"] or unused_code(each["label_en"], taken, length=_CODE_LENGTH)
            taken.add(code)
            if all(code != other["value"] for other in found):
                found.append(
                    {"value": code, "label_id": each["label_id"], "label_en": each["label_en"]}
                )
        return found

    def _initial(self, option: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "code": option.get("value", ""),
            "label_id": option.get("label_id", ""),
            "label_en": option.get("label_en", ""),
        }
