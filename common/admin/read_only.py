"""What a form shows but lets nobody change: values as in the lists."""

from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField, Fieldset
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe

from common.admin.rows import EMPTY, text_of


def shown(field: AdminReadonlyField) -> SafeString:
    """Return the value of a read-only field as HTML: yes and no, dates and figures as in a list."""
    name, form = field.field["field"], field.form
    try:
        column, _attribute, value = lookup_field(name, form.instance, field.model_admin)
    except (AttributeError, ValueError, ObjectDoesNotExist):
        return mark_safe(EMPTY)
    if value is None or value == "":
        return mark_safe(EMPTY)
    if column is not None and (column.flatchoices or column.remote_field):
        return field.contents()
    if isinstance(value, str):
        return linebreaksbr(value)
    return mark_safe(text_of(value))


def is_read_only(fieldset: Fieldset) -> bool:
    """Tell whether nothing in the fieldset can be changed."""
    fields: list[Any] = [field for line in fieldset for field in line]
    return all(field.is_readonly for field in fields)
