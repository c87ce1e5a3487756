"""What has come to depend on an import since."""

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

MOST = 20
CHANGED = "changed"


def dependents(run: RegisterRun) -> "QuerySet[RegisterChange]":
    """Changes that cannot be undone: the enterprise was changed since, or, created, is in use.

    Whatever points at an enterprise counts, of whichever app.
    """
    found: QuerySet[Any] = RegisterChange.objects.filter(run=run).annotate(
        has_changed=ExpressionWrapper(
            ~Q(enterprise__updated_at=F("written_at")), output_field=BooleanField()
        )
    )
    in_use = Q()
    for name, relation in _relations():
        rows = _model(relation)._default_manager.filter(
            **{relation.field.name: OuterRef("enterprise_id")}
        )
        found = found.annotate(**{name: Exists(rows)})
        in_use |= Q(**{name: True})
    return found.filter(Q(has_changed=True) | (Q(former_cipher=None) & in_use))


def described(found: "QuerySet[RegisterChange]") -> list[dict[str, Any]]:
    """The first few of `dependents` as JSON: `id`, `name`, `why` (`CHANGED` or model labels)."""
    first: list[Any] = list(found.select_related("enterprise").order_by("enterprise_id")[:MOST])
    return [
        {
            "id": change.enterprise_id,
            "name": change.enterprise.name,
            "why": ([CHANGED] if change.has_changed else []) + _uses(change),
        }
        for change in first
    ]


def _uses(change: Any) -> list[str]:
    """An enterprise that was there before may be in use."""
    if change.former_cipher is not None:
        return []
    return [_model(relation)._meta.label for name, relation in _relations() if vars(change)[name]]


def _relations() -> list[tuple[str, ForeignObjectRel]]:
    # The hidden ones too: a relation without a name back is a relation all the same.
    found = [
        field
        for field in Enterprise._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.related_model is not RegisterChange
    ]
    return [(f"in_use_{number}", relation) for number, relation in enumerate(found)]


def _model(relation: ForeignObjectRel) -> type[Model]:
    model: Any = relation.related_model
    return model  # type: ignore[no-any-return]
