"""Paging of admin lists over millions of rows: no full counts, no endless offsets."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from common.lists.counting import CAP, capped_count, counted


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts and pages at most CAP rows; others are reached by a search or filter."""

    @cached_property
    def count(self) -> int:
        self._found = capped_count(self.object_list)  # type: ignore[arg-type]
        return min(self._found, CAP)

    @property
    def counted(self) -> str:
        """The number of rows as text: "38", "10.000+"."""
        return counted(self._found if self.count else 0)
