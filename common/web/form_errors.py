"""Refusals of the services beside the fields of a form."""

from collections.abc import Mapping
from typing import Any

from common.errors import DomainError, FieldError, InvalidInput


def show_errors(
    form: Any, error: DomainError | FieldError, *, names: Mapping[str, str] | None = None
) -> None:
    """Write every fault of a refusal into the form, beside its field where the form has it.

    `names` holds fields that the form calls otherwise than the service, by the service's name.
    """
    for fault in error.errors if isinstance(error, InvalidInput) else [error]:
        field = (names or {}).get(fault.field or "", fault.field)
        form.add_error(field if field in form.fields else None, str(fault.message))
