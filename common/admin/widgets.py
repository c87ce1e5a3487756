"""Fields of forms as every browser draws them."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """A day, in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time, in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class SuggestInput(forms.TextInput):
    """A text with suggestions from `address`, which a script asks for; it works without them.

    The address answers like Django's autocomplete; each result names in `key` what is typed.
    """

    template_name = "admin/widgets/suggest.html"

    def __init__(self, address: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "data-suggest": address, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"saran-{name}"
        return context
