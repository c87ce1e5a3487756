"""Suggestions for fields that name one row of a long list."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class SuggestionsView(AutocompleteJsonView):
    """Django's suggestions, each with what a person types to name the row, such as an address."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        natural_key = getattr(obj, "natural_key", None)
        key = natural_key()[0] if natural_key else ""
        return {**super().serialize_result(obj, to_field_name), "key": str(key or "")}
