"""Counts that stay cheap: nobody needs to know more than that there are very many."""

from typing import Any, Final

from django.db.models import QuerySet

from common.formats import number

CAP: Final = 10_000


def capped_count(qs: QuerySet[Any, Any]) -> int:
    """The number of rows up to CAP; CAP + 1 stands for more."""
    return qs.order_by()[: CAP + 1].count()


def counted(found: int) -> str:
    """38 -> "38"; beyond CAP "10.000+"."""
    return f"{number(CAP)}+" if found > CAP else number(found)
