"""Forms of tables whose rules are database constraints, each shown beside its field."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class ConstraintForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A row whose constraints are checked as a whole, fields that are only shown included.

    `said_at` names the field of a constraint's message; others are shown above the form.
    """

    said_at: ClassVar[Mapping[Any, str]] = {}

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out only what is wrong already; Django skips constraints of fields not shown."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded & set(self.errors)

    def add_error(self, field: str | None, error: Any) -> None:
        """Put the message of a constraint beside its field."""
        by_field = getattr(error, "error_dict", {})
        if field is not None or NON_FIELD_ERRORS not in by_field:
            super().add_error(field, error)
            return
        places = {str(message): name for message, name in self.said_at.items()}
        for each in by_field[NON_FIELD_ERRORS]:
            text = " ".join(each.messages)
            name = places.get(text)
            super().add_error(name if name in self.fields else None, text)
        rest = {name: said for name, said in by_field.items() if name != NON_FIELD_ERRORS}
        if rest:
            super().add_error(None, ValidationError(rest))
