"""The form behind the buttons of an application."""

from typing import Any

from django import forms
from django.http import QueryDict

from applications.kinds.registry import accepted_data
from common.errors import DomainError, InvalidInput


class RawTextField(forms.Field):
    """Text exactly as submitted; the services validate it and word the errors."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)


class RawListField(forms.Field):
    """Every submitted value, in order."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> list[str]:
        return list(value or ())


class ActionForm(forms.Form):
    """The action an official submitted; always valid, since the services decide what is allowed.

    With `pick`, a prepared reason is appended to the text for further editing, and no action is
    performed. `fields` are the answers and documents to correct, `opinion` is the direction of a
    recommendation, `stage` the stage shown to the official, `holder` the key of the colleague who
    held the application. With `open_stages_confirmed` the official knows which stages outside the
    office stay open.
    """

    action = RawTextField()
    stage = RawTextField()
    holder = RawTextField()
    opinion = RawTextField()
    open_stages_confirmed = RawTextField()
    reason = RawTextField(widget=forms.Textarea)
    pick = RawTextField()
    fields = RawListField()  # type: ignore[assignment]

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(_with_picked_reason(data) if data is not None else None)

    def text(self, name: str) -> str:
        """Return the value of a field, even when an error removed it from the cleaned data."""
        return str(self[name].value() or "")

    @property
    def confirms_open_stages(self) -> bool:
        return bool(self.text("open_stages_confirmed"))

    def data_for_kind(self) -> dict[str, str]:
        """Return the further fields that a kind accepts with this transition, as text."""
        sent = {name: text for name, text in self.data.items() if "\x00" not in str(text)}
        return accepted_data(self.cleaned_data["action"], sent)

    def reason_of(self, field: str) -> str:
        """Return what was chosen as wrong beside a field to correct; empty when nothing was."""
        return str(self.data.get(f"why:{field}", ""))

    def field_reasons(self) -> dict[str, str]:
        """Return what is wrong with each field to correct, where that was chosen."""
        chosen = {field: self.reason_of(field) for field in self.cleaned_data["fields"]}
        return {field: reason for field, reason in chosen.items() if reason}

    def add_errors_of(self, error: DomainError) -> None:
        """Show what a service refused beside the fields that it names."""
        for item in error.errors if isinstance(error, InvalidInput) else ():
            name = (item.field or "").removeprefix("data.")
            if name in ("reason", "opinion", "open_stages_confirmed"):
                self.add_error(name, str(item.message))

    def error_of(self, name: str) -> str:
        """Return the first error of a field, or an empty string."""
        errors = self.errors.get(name)
        return str(errors[0]) if errors else ""


def _with_picked_reason(data: QueryDict) -> QueryDict:
    sent = data.copy()
    # Browsers send CRLF, and the maximum length counts a line break once.
    reason = sent.get("reason", "").replace("\r\n", "\n")
    picked = sent.get("pick", "")
    sent["reason"] = f"{reason.rstrip()}\n{picked}".strip() if picked else reason
    return sent
