"""Forms for rows that others edit too: a save overwrites nothing that its page did not show.

The page carries what it showed (`common.edits.shown`) in `templates/components/shown.html`. A form
sent without it has shown nothing, so it asks before it overwrites anything.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from common.dates.parsing import NotADate, parse_date
from common.edits.merging import Merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict
from common.text.formats import date_long, mask_tail

# The name of the hidden field.
SHOWN: Final = "semula"
# A longer text does not fit into a sentence; it is shown in a block of its own beside the field.
_IN_A_SENTENCE: Final = 80


class GuardedForm(forms.Form):
    """Call `guard` before the save and `explain` after a conflict.

    For fields named in `masked` a page shows only the last digits.
    """

    masked: ClassVar[frozenset[str]] = frozenset()
    shown: FormSnapshot | None = None
    # The status of the page that is shown again.
    status: int = 200

    def guard(self, row: str, stored: Mapping[str, Any]) -> FormSnapshot:
        """Return what this form's page showed: what a sent form says, else what is stored."""
        if self.is_bound:
            shown = FormSnapshot.read(row, str(self.data.get(SHOWN, "")))
        else:
            shown = FormSnapshot.of(row, stored)
        self.shown = shown
        return shown

    def show_anew(self, row: str, stored: Mapping[str, Any]) -> None:
        """Record that the page, which draws what is stored and not what was sent, shows it now."""
        self.shown = FormSnapshot.of(row, stored)

    def explain(self, merged: Merge, people: Mapping[str, str]) -> None:
        """Show its current value beside each field in conflict; the typed text stays in the field.

        Fields that only others changed show their new value. `people` has a sentence about who
        changed a field, by field. Sent again, the form takes what the person typed.
        """
        self.shown = merged.shown
        if merged.conflicts:
            self.status = Conflict.status
        self._show(merged.kept)
        for name, standing in merged.conflicts.items():
            if name in self.fields:
                self.add_error(name, self._sentence(name, standing.value, people.get(name, "")))
        if not merged.conflicts.keys() <= self.fields.keys():
            said = _("Sementara itu ada data lain yang diubah.")
            self.add_error(None, f"{said} {_('Simpan lagi untuk memakai isian Anda.')}")

    def text_of(self, name: str, value: Any) -> str:
        """Return a stored value as the page writes it; '' for an empty one."""
        if value in (None, ""):
            return ""
        if name in self.masked:
            return mask_tail(str(value))
        field = self.fields[name]
        raw = field.prepare_value(value)
        if isinstance(field, forms.BooleanField):
            return _("Ya") if value else _("Tidak")
        if isinstance(field, forms.ChoiceField):
            picked = raw if isinstance(raw, list) else [raw]
            return ", ".join(str(_labels(field).get(str(each), each)) for each in picked)
        if isinstance(field.widget, forms.DateInput):
            return _day(raw)
        words = (getattr(field, "prefix", ""), str(raw), getattr(field, "suffix", ""))
        return f"{words[0]}{words[1]} {words[2]}".strip()

    def _sentence(self, name: str, value: Any, who: str) -> str:
        text = self.text_of(name, value)
        is_long = len(text) > _IN_A_SENTENCE or "\n" in text
        if is_long:
            self.fields[name].standing_text = text  # type: ignore[attr-defined]
        if not text:
            said = _("Sementara itu isian ini dikosongkan.")
        elif is_long:
            said = _("Sementara itu isian ini diubah; isinya sekarang ada di bawah ini.")
        else:
            said = _("Sementara itu isian ini diubah menjadi %(value)s.") % {"value": text}
        again = _("Simpan lagi untuk memakai isian Anda.")
        return " ".join(part for part in (said, who, again) if part)

    def _show(self, values: Mapping[str, Any]) -> None:
        data: Any = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            if name not in self.fields or name in self.masked:
                continue
            raw = self.fields[name].prepare_value(value)
            if isinstance(raw, list):
                data.setlist(name, [str(each) for each in raw])
            elif isinstance(self.fields[name], forms.BooleanField) and not value:
                data.pop(name, None)
            else:
                data[name] = "" if raw is None else str(raw)
        self.data = data


def _labels(field: forms.ChoiceField) -> dict[str, Any]:
    choices = cast(Iterable[tuple[Any, Any]], field.choices)
    return {str(value): label for value, label in choices}


def _day(raw: Any) -> str:
    try:
        return date_long(raw if isinstance(raw, date) else parse_date(str(raw)))
    except NotADate:
        return str(raw)
