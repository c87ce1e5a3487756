"""Keyset paging: a page starts where the last one ended, so page 20,000 costs what page 1 costs.

Rows are compared as tuples, `(due_on, id) > (…, …)`, which PostgreSQL answers from an index on
those columns. The first column may be nullable: its nulls come last, and are read by a second query
once the dated rows are used up, because an OR over nulls would give the index away.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, Expression, F, Field, Func, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput

MAX_CURSOR: Final = 1000
_SIGNER: Final = Signer(salt="common.paging")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and the cursors of its neighbours, None where there is none."""

    items: list[Row]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class _Cursor:
    backwards: bool
    inclusive: bool
    values: list[Any]


@dataclass(frozen=True)
class _Order:
    names: tuple[str, ...]
    fields: tuple["Field[Any, Any]", ...]
    descending: bool
    nullable: bool

    @property
    def stamp(self) -> str:
        return ("-" if self.descending else "") + ",".join(self.names)


def keyset_page(
    qs: QuerySet[Any, Row], *, order: Sequence[str], cursor: str | None, size: int = 50
) -> Page[Row]:
    """One page of `qs` in `order`, such as `("due_on", "id")` or `("-created_at", "-id")`.

    All names go the same way, and the last must make rows unique. A name is a field, a path over
    a relation (select it too) or an annotation; only the first may be null. Takes one query, two
    at the seam to the nulls. Raises InvalidInput "bad_cursor" for a cursor that is not from here.
    """
    plan = _plan(qs, order)
    at = _read(plan, cursor) if cursor else None
    backwards = at is not None and at.backwards
    rows = _fetch(qs, plan, at, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        # The rows after the cursor are gone; the way back must not skip the row it stands on.
        back = _write(plan, not backwards, True, at.values) if at else None
        return Page([], back if backwards else None, None if backwards else back)
    has_next, has_previous = (True, more) if backwards else (more, at is not None)
    return Page(
        items=rows,
        next=_write(plan, False, False, _values(rows[-1], plan)) if has_next else None,
        previous=_write(plan, True, False, _values(rows[0], plan)) if has_previous else None,
    )


def _plan(qs: QuerySet[Any, Any], order: Sequence[str]) -> _Order:
    names = tuple(name.removeprefix("-") for name in order)
    directions = {name.startswith("-") for name in order}
    if len(directions) != 1:
        raise ValueError("a keyset order needs names that all go the same way")
    fields = tuple(_field(qs, name) for name in names)
    if any(field.null for field in fields[1:]):
        raise ValueError("only the first name of a keyset order may be nullable")
    return _Order(names, fields, directions.pop(), fields[0].null)


def _field(qs: QuerySet[Any, Any], name: str) -> "Field[Any, Any]":
    annotation = qs.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model, field = qs.model, None
    for part in name.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        model = getattr(field, "related_model", None) or model
    if not isinstance(field, Field):
        raise ValueError(f"{name} is no column")
    return getattr(field, "target_field", field)


def _fetch(qs: QuerySet[Any, Row], plan: _Order, at: _Cursor | None, limit: int) -> list[Row]:
    backwards = at is not None and at.backwards
    rows: list[Row] = []
    for is_null_part in _parts(plan, at):
        names = plan.names[1:] if is_null_part else plan.names
        part = qs.order_by(*(_direction(name, plan.descending != backwards) for name in names))
        if plan.nullable:
            part = part.filter(**{f"{plan.names[0]}__isnull": is_null_part})
        if at is not None and is_null_part == (at.values[0] is None):
            part = part.filter(_beyond(plan, at, names))
        rows += part[: limit - len(rows)]
        if len(rows) >= limit:
            break
    return rows


def _parts(plan: _Order, at: _Cursor | None) -> Iterator[bool]:
    if not plan.nullable:
        yield False
    elif at is not None and at.backwards:
        if at.values[0] is None:
            yield True
        yield False
    else:
        if at is None or at.values[0] is not None:
            yield False
        yield True


def _beyond(plan: _Order, at: _Cursor, names: Sequence[str]) -> Expression:
    skipped = len(plan.names) - len(names)
    columns = Func(*(F(name) for name in names), template="(%(expressions)s)")
    bounds = Func(
        *(
            Value(value, output_field=field)
            for value, field in zip(at.values[skipped:], plan.fields[skipped:], strict=True)
        ),
        template="(%(expressions)s)",
    )
    sign = ("<" if plan.descending != at.backwards else ">") + ("=" if at.inclusive else "")
    return Func(
        columns,
        bounds,
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


def _direction(name: str, descending: bool) -> OrderBy:
    return F(name).desc() if descending else F(name).asc()


def _values(row: Any, plan: _Order) -> list[Any]:
    return [_value(row, name) for name in plan.names]


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    if hasattr(row, name):
        return getattr(row, name)
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _write(plan: _Order, backwards: bool, inclusive: bool, values: Sequence[Any]) -> str:
    flags = int(backwards) + 2 * int(inclusive)
    payload = json.dumps([plan.stamp, flags, [_text(value) for value in values]])
    return urlsafe_b64encode(_SIGNER.sign(payload).encode()).decode().rstrip("=")


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(plan: _Order, cursor: str) -> _Cursor:
    try:
        if len(cursor) > MAX_CURSOR:
            raise ValueError("too long")
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        stamp, flags, texts = json.loads(_SIGNER.unsign(urlsafe_b64decode(padded).decode()))
        if stamp != plan.stamp:
            raise ValueError("made for another order")
        values = [
            None if text is None else field.to_python(text)
            for field, text in zip(plan.fields, texts, strict=True)
        ]
    except (ValueError, TypeError, BadSignature, ValidationError):
        message = _("Halaman ini tidak dapat dibuka lagi. Mulailah dari halaman pertama.")
        raise InvalidInput("bad_cursor", message, field="cursor") from None
    return _Cursor(bool(flags & 1), bool(flags & 2), values)
