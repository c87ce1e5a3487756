"""The ticks by which an official asks to correct single fields; the template is `mend.html`."""

from dataclasses import dataclass

from applications.admin.application_page.forms import ActionForm


@dataclass(frozen=True)
class Ask:
    """The tick by which an official asks to correct one field, as the form was submitted."""

    field: str
    label: str
    is_ticked: bool
    reason: str


def ask(form: ActionForm, field_name: str, label: str) -> Ask:
    """Return the tick for one field; ticked again when the submitted form was refused."""
    is_ticked = field_name in (form["fields"].value() or ())
    return Ask(field_name, label, is_ticked, form.reason_of(field_name) if is_ticked else "")
