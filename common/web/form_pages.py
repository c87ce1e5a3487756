"""The page of a form that is shown again with its errors, which its status reflects."""

from typing import Final

from django import forms

_REFUSED: Final = 400


def status_of_form(form: forms.BaseForm) -> int:
    """Return the status of a form's page: 200, 400 with errors, or what the form itself says.

    Ask it last: a service may have added errors after the form was found valid.
    """
    own = int(getattr(form, "status", 200))
    return _REFUSED if own == 200 and form.is_bound and form.errors else own
