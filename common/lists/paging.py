"""Keyset paging: a page starts where the last one ended, so page 20,000 costs as much as page 1.

Rows are compared as tuples, `(due_on, id) > (…, …)`, which PostgreSQL answers from an index on
those columns. The first column may be nullable: its nulls come last, and are read by a second query
once the dated rows are used up, because an OR over nulls would not use the index.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, Expression, F, Field, Func, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput

MAX_CURSOR: Final = 1000
_SIGNER: Final = Signer(salt="common.lists.paging")
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
    descending: tuple[bool, ...]
    nullable: bool

    @property
    def stamp(self) -> str:
        if len(set(self.descending)) == 1:
            return ("-" if self.descending[0] else "") + ",".join(self.names)
        signed = zip(self.names, self.descending, strict=True)
        return ",".join(f"{'-' if down else '+'}{name}" for name, down in signed)


def keyset_page(
    qs: QuerySet[Any, Row], *, order: Sequence[str], cursor: str | None, size: int = 50
) -> Page[Row]:
    """Return one page of `qs` in `order`, such as `("due_on", "id")` or `("-created_at", "-id")`.

    The last name must make rows unique. Where ascending and descending names are mixed no index
    answers the comparison, which is for short tables. A name is a field, a path over a relation
    (select it too) or an annotation; only the first may be null. Takes one query, two on the page
    where the nulls begin. Raises InvalidInput "bad_cursor" for a cursor that was not made here.
    """
    plan = _plan(qs, order)
    at = _read(plan, cursor) if cursor else None
    backwards = at is not None and at.backwards
    rows = _fetch(qs, plan, at, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if at is not None and not at.values:
        # The last page: nothing comes after it.
        return Page(rows, None, _write(plan, True, False, _values(rows[0], plan)) if more else None)
    if not rows:
        # The rows after the cursor were deleted; the link back must not skip the row it points at.
        back = _write(plan, not backwards, True, at.values) if at else None
        return Page([], back if backwards else None, None if backwards else back)
    has_next, has_previous = (True, more) if backwards else (more, at is not None)
    return Page(
        items=rows,
        next=_write(plan, False, False, _values(rows[-1], plan)) if has_next else None,
        previous=_write(plan, True, False, _values(rows[0], plan)) if has_previous else None,
    )


def last_page_cursor(qs: QuerySet[Any, Any], *, order: Sequence[str]) -> str:
    """Return the cursor of the page that holds the last rows of `qs`, read from the end."""
    return _write(_plan(qs, order), True, False, ())


def neighbours(
    qs: QuerySet[Any, Row], *, order: Sequence[str], row: Row
) -> tuple[Row | None, Row | None]:
    """Return the rows of `qs` before and after `row` in `order`, whether it is among them or not.

    Two queries, one more where the nulls begin.
    """
    plan = _plan(qs, order)
    values = _values(row, plan)
    before = _fetch(qs, plan, _Cursor(True, False, values), 1)
    after = _fetch(qs, plan, _Cursor(False, False, values), 1)
    return next(iter(before), None), next(iter(after), None)


def comes_before(qs: QuerySet[Any, Row], *, order: Sequence[str], row: Row) -> Q:
    """Return the condition for rows of `qs` that come before `row` in `order`."""
    plan = _plan(qs, order)
    at = _Cursor(True, False, _values(row, plan))
    if not plan.nullable or at.values[0] is not None:
        return Q(_beyond(plan, at, 0))
    first = plan.names[0]
    return Q(**{f"{first}__isnull": False}) | Q(_beyond(plan, at, 1), **{f"{first}__isnull": True})


def _plan(qs: QuerySet[Any, Any], order: Sequence[str]) -> _Order:
    names = tuple(name.removeprefix("-") for name in order)
    if not names:
        raise ValueError("a keyset order needs a name")
    directions = tuple(name.startswith("-") for name in order)
    fields = tuple(_field(qs, name) for name in names)
    if any(field.null for field in fields[1:]):
        raise ValueError("only the first name of a keyset order may be nullable")
    return _Order(names, fields, directions, fields[0].null)


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
        skipped = int(is_null_part is True)
        directions = zip(plan.names[skipped:], plan.descending[skipped:], strict=True)
        part = qs.order_by(*(_direction(name, down != backwards) for name, down in directions))
        if is_null_part is not None:
            part = part.filter(**{f"{plan.names[0]}__isnull": is_null_part})
        if at is not None and at.values and bool(is_null_part) == (at.values[0] is None):
            part = part.filter(_beyond(plan, at, skipped))
        rows += part[: limit - len(rows)]
        if len(rows) >= limit:
            break
    return rows


def _parts(plan: _Order, at: _Cursor | None) -> Iterator[bool | None]:
    """Yield which parts to read in order: True null rows, False the others, None all at once.

    PostgreSQL itself puts nulls last in ascending order; a condition "not null" there would only
    mislead its planner, which assumes that the state of a row and its due date are independent.
    """
    if not plan.nullable or (at is None and not plan.descending[0]):
        yield None
    elif at is not None and at.backwards:
        if not at.values or at.values[0] is None:
            yield True
        yield False
    else:
        if at is None or at.values[0] is not None:
            yield False
        yield True


def _beyond(plan: _Order, at: _Cursor, skipped: int) -> Expression | Q:
    """Return the condition for rows past the cursor, equal to it by the `skipped` names."""
    directions = plan.descending[skipped:]
    if len(set(directions)) > 1:
        return _beyond_mixed(plan, at, skipped)
    columns = Func(*(F(name) for name in plan.names[skipped:]), template="(%(expressions)s)")
    bounds = Func(
        *(
            Value(value, output_field=field)
            for value, field in zip(at.values[skipped:], plan.fields[skipped:], strict=True)
        ),
        template="(%(expressions)s)",
    )
    sign = ("<" if directions[0] != at.backwards else ">") + ("=" if at.inclusive else "")
    return Func(
        columns,
        bounds,
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


def _beyond_mixed(plan: _Order, at: _Cursor, skipped: int) -> Q:
    """Return the comparison written out: equal so far, then beyond by the next name."""
    values = dict(zip(plan.names[skipped:], at.values[skipped:], strict=True))
    condition = Q(**values) if at.inclusive else Q(pk__in=())
    equal: dict[str, Any] = {}
    for name, down in zip(plan.names[skipped:], plan.descending[skipped:], strict=True):
        sign = "lt" if down != at.backwards else "gt"
        condition |= Q(**equal, **{f"{name}__{sign}": values[name]})
        equal[name] = values[name]
    return condition


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
            for field, text in zip(plan.fields if texts else (), texts, strict=True)
        ]
        if not values and not flags & 1:
            raise ValueError("no place at all")
    except (ValueError, TypeError, BadSignature, ValidationError):
        message = _("Halaman ini tidak dapat dibuka lagi. Mulailah dari halaman pertama.")
        raise InvalidInput("bad_cursor", message, field="cursor") from None
    return _Cursor(bool(flags & 1), bool(flags & 2), values)
