"""The form behind the buttons of a file."""

from typing import Any

from django import forms
from django.http import QueryDict


class SentTextField(forms.Field):
    """Text exactly as it was sent; the services refuse what is wrong with it, in their words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)


class SentNamesField(forms.Field):
    """Every name that was sent, in order."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> list[str]:
        return list(value or ())


class ActionForm(forms.Form):
    """What an official pressed and typed: always valid, since the services decide what may be done.

    A ready-made reason (`pick`) is added to what was already written, to be edited; nothing is
    done then. `fields` are the answers and documents to correct, `stage` is the stage the official
    saw, `holder` the key of the colleague who held the file.
    """

    action = SentTextField()
    stage = SentTextField()
    holder = SentTextField()
    reason = SentTextField(widget=forms.Textarea)
    pick = SentTextField()
    fields = SentNamesField()  # type: ignore[assignment]

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(_with_picked_reason(data) if data is not None else None)

    def text(self, name: str) -> str:
        """Return what one field holds, also after an error took it out of the cleaned data."""
        return str(self[name].value() or "")

    def error_of_reason(self) -> str:
        """Return what is wrong with the reason, or an empty string."""
        errors = self.errors.get("reason")
        return str(errors[0]) if errors else ""


def _with_picked_reason(data: QueryDict) -> QueryDict:
    sent = data.copy()
    # Browsers send CRLF, and the maximum length counts a line break once.
    reason = sent.get("reason", "").replace("\r\n", "\n")
    picked = sent.get("pick", "")
    sent["reason"] = f"{reason.rstrip()}\n{picked}".strip() if picked else reason
    return sent
