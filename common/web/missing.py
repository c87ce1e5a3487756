"""The message of a form for a required field that was left empty."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _


class NamesMissingFields(forms.Form):
    """Names the empty field and what to do, in place of Django's general sentence.

    A field with a message of its own keeps it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_missing_fields(self)


def name_missing_fields(form: forms.BaseForm) -> None:
    """Give every field of the form its message, with the label that it has when shown."""
    general = forms.Field.default_error_messages["required"]
    for field in form.fields.values():
        if field.error_messages.get("required") == general:
            field.error_messages["required"] = _missing(field)


def _sentence(field: forms.Field) -> str:
    return _("%(label)s belum diisi. Isi kolom ini.") % {"label": field.label}


_missing = lazy(_sentence, str)
