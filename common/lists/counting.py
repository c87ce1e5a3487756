"""Counts that stay cheap: beyond CAP the exact number is not needed."""

from typing import Any, Final

from django.db.models import QuerySet

from common.text.formats import number

CAP: Final = 10_000


def capped_count(qs: QuerySet[Any, Any]) -> int:
    """Return the number of rows up to CAP; CAP + 1 means more."""
    return qs.order_by()[: CAP + 1].count()


def counted(count: int) -> str:
    """Return a capped count as text: 38 as "38", beyond CAP "10.000+"."""
    return f"{number(CAP)}+" if count > CAP else number(count)
