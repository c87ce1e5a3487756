"""Which columns a list may be sorted by: those whose order, ties included, an index provides."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Index, Model, UniqueConstraint


def sort_field(model_admin: Any, name: Any) -> str:
    """Return the field that sorts column `name`, '' for none; a leading minus means descending."""
    attr = getattr(model_admin, name, None) if isinstance(name, str) else name
    attr = attr if attr is not None else getattr(model_admin.model, str(name), None)
    declared = getattr(attr, "admin_order_field", None)
    if isinstance(declared, str):
        return declared
    return name if isinstance(name, str) and _field(model_admin.model, name) else ""


def is_served_by_index(model_admin: Any, name: Any) -> bool:
    """Tell whether rows by column `name`, then by primary key, can be read from one index."""
    field = _field(model_admin.model, sort_field(model_admin, name).removeprefix("-"))
    if field is None:
        return False
    if is_unique(model_admin.model, field.name):
        return True
    pk = model_admin.model._meta.pk.name
    return any(
        columns in ([(field.name, True), (pk, True)], [(field.name, False), (pk, False)])
        for columns in _indexes(model_admin.model)
    )


def is_unique(model: type[Model], name: str) -> bool:
    """Tell whether no two rows share the field's value, so that it alone is a total order."""
    field = _field(model, name)
    return (
        field is not None
        and not field.null
        and (field.unique or [(field.name, False)] in list(_uniques(model)))
    )


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) and not field.is_relation else None


def _indexes(model: type[Model]) -> Iterator[list[tuple[str, bool]]]:
    """Yield names and directions (True: descending) of the indexes over the whole table."""
    for index in model._meta.indexes:
        if type(index) is Index and index.condition is None and not index.expressions:
            yield [(name, way == "DESC") for name, way in index.fields_orders]
    yield from _uniques(model)


def _uniques(model: type[Model]) -> Iterator[list[tuple[str, bool]]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            yield [(name, False) for name in constraint.fields]
