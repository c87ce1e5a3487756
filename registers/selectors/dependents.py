"""Data that depends on an import by now."""

from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.fields.reverse_related import ForeignObjectRel

from enterprises.models import Enterprise
from registers.models import RegisterChange, RegisterRun

MAX_LISTED = 20
CHANGED = "changed"


def dependents(run: RegisterRun) -> "QuerySet[RegisterChange]":
    """Return changes that cannot be undone: the enterprise was changed since, or created and used.

    A row of any app that points at a created enterprise counts as use.
    """
    changes: QuerySet[Any] = RegisterChange.objects.filter(run=run).annotate(
        has_changed=ExpressionWrapper(
            ~Q(enterprise__updated_at=F("written_at")), output_field=BooleanField()
        )
    )
    in_use = Q()
    for name, relation in _relations():
        rows = _model(relation)._default_manager.filter(
            **{relation.field.name: OuterRef("enterprise_id")}
        )
        changes = changes.annotate(**{name: Exists(rows)})
        in_use |= Q(**{name: True})
    return changes.filter(Q(has_changed=True) | (Q(former_cipher=None) & in_use))


def describe(changes: "QuerySet[RegisterChange]") -> list[dict[str, Any]]:
    """Return the first few of `dependents` as JSON: `id`, `name`, `why` (CHANGED, model labels)."""
    first: list[Any] = list(
        changes.select_related("enterprise").order_by("enterprise_id")[:MAX_LISTED]
    )
    return [
        {
            "id": change.enterprise_id,
            "name": change.enterprise.name,
            "why": ([CHANGED] if change.has_changed else []) + _uses(change),
        }
        for change in first
    ]


def _uses(change: Any) -> list[str]:
    """Return the labels of the models that use it; one that existed before may be in use."""
    if change.former_cipher is not None:
        return []
    return [_model(relation)._meta.label for name, relation in _relations() if vars(change)[name]]


def _relations() -> list[tuple[str, ForeignObjectRel]]:
    # Hidden ones too: a relation without a reverse accessor is use as well.
    relations = [
        field
        for field in Enterprise._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model is not RegisterChange
    ]
    return [(f"in_use_{number}", relation) for number, relation in enumerate(relations)]


def _model(relation: ForeignObjectRel) -> type[Model]:
    model: Any = relation.related_model
    return model  # type: ignore[no-any-return]
