"""Lists of the admin by keyset: the last page of a million rows costs what the first one costs."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.functional import cached_property

from common.admin.sorting import is_unique, sort_field
from common.errors import InvalidInput
from common.lists.counting import CAP, capped_count, counted
from common.lists.paging import Page, keyset_page, last_page_cursor
from common.lists.word_search import MOST_SIMILAR, explain, most_similar

CURSOR_VAR: Final = "cursor"


class KeysetChangeList(ChangeList):
    """A page of rows and the cursors of its neighbours, in one order with the key as tie-break.

    `page` holds the rows, `counted` the honest number ("38", "10.000+"), `note` why a search finds
    nothing or what it shows instead; `is_similar` when only resembling rows were found.
    """

    note: str = ""
    is_similar: bool = False

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.cursor = request.GET.get(CURSOR_VAR, "")
        super().__init__(request, *args, **kwargs)
        # What is built from here on starts at the first page again.
        for name in (CURSOR_VAR, "p"):
            self.params.pop(name, None)
            self.filter_params.pop(name, None)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        found: dict[str, Any] = super().get_filters_params(params)
        found.pop(CURSOR_VAR, None)
        return found

    def get_query_string(
        self, new_params: dict[str, Any] | None = None, remove: Iterable[str] | None = None
    ) -> str:
        return str(super().get_query_string(new_params, [*(remove or []), CURSOR_VAR]))

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        """One sortable column of the address, else the list's own order; then the primary key."""
        asked = self._sorted_by()
        names = [asked] if asked else [str(name) for name in self._usual_order(request)]
        self.keyset = self._unique(names)
        return [*self.keyset]

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """The column that the rows are sorted by, as the header shows it."""
        first = self.keyset[0]
        for index, name in enumerate(self.list_display):
            column = sort_field(self.model_admin, name).removeprefix("-")
            if column and column == first.removeprefix("-") and self.is_sortable(name):
                return {index: "desc" if first.startswith("-") else "asc"}
        return {}

    def is_sortable(self, name: Any) -> bool:
        """Whether the column's head sorts the list."""
        return name in (self.sortable_by or ())

    def get_results(self, request: HttpRequest) -> None:
        self.page = self._page(request)
        self.result_list = self.page.items
        self._count()
        if self.query and not self.page.items and not self.cursor:
            self._resembling(request)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = bool(self.page.next or self.page.previous)
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    @property
    def counted(self) -> str:
        """The honest number for a person: "38", "10.000+"."""
        return counted(self._found)

    @property
    def is_countable(self) -> bool:
        """False beyond the number that is counted; there no action takes all rows at once."""
        return self._found <= CAP

    @cached_property
    def first_url(self) -> str:
        return self.get_query_string() if self.page.previous else ""

    @cached_property
    def previous_url(self) -> str:
        return self._url_of(self.page.previous)

    @cached_property
    def next_url(self) -> str:
        return self._url_of(self.page.next)

    @cached_property
    def last_url(self) -> str:
        if not self.page.next:
            return ""
        return self._url_of(last_page_cursor(self.queryset, order=self.keyset))

    def _page(self, request: HttpRequest) -> Page[Any]:
        try:
            return self._page_at(self.cursor or None)
        except InvalidInput as error:
            messages.warning(request, error.message)
            self.cursor = ""
            return self._page_at(None)

    def _page_at(self, cursor: str | None) -> Page[Any]:
        return keyset_page(self.queryset, order=self.keyset, cursor=cursor, size=self.list_per_page)

    def _count(self) -> None:
        """A first page that holds everything is its own count."""
        alone = not (self.page.next or self.page.previous)
        self._found = len(self.page.items) if alone else capped_count(self.queryset)
        self.result_count = min(self._found, CAP)

    def _resembling(self, request: HttpRequest) -> None:
        """Only when nothing was found exactly: why, and what is spelled nearly so."""
        fields: Sequence[str] = getattr(self.model_admin, "word_fields", ())
        if not fields:
            return
        self.note = explain(self.query)
        if self.note:
            return
        found = most_similar(self._unsearched(request), fields[0], self.query)
        if found:
            self.is_similar = True
            self.result_list = found[:MOST_SIMILAR]
            self.result_count = self._found = len(self.result_list)

    def _unsearched(self, request: HttpRequest) -> QuerySet[Any]:
        asked, self.query = self.query, ""
        try:
            return self.get_queryset(request)
        finally:
            self.query = asked

    def _usual_order(self, request: HttpRequest) -> Any:
        return self.model_admin.get_ordering(request) or self.lookup_opts.ordering or ("-pk",)

    def _sorted_by(self) -> str:
        """The field of `?o=`, such as "3" or "-3"; '' when no index serves that column."""
        text = str(self.params.get(ORDER_VAR, ""))
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 3):
            return ""
        columns = list(self.list_display)
        if int(digits) >= len(columns) or not self.is_sortable(columns[int(digits)]):
            return ""
        field = sort_field(self.model_admin, columns[int(digits)])
        return f"-{field}".removeprefix("--") if text.startswith("-") else field

    def _unique(self, names: list[str]) -> list[str]:
        pk = self.lookup_opts.pk.name
        names = [name.replace("pk", pk) if name in ("pk", "-pk") else name for name in names]
        for place, name in enumerate(names):
            if is_unique(self.model, name.removeprefix("-")):
                return names[: place + 1]
        return [*names, f"-{pk}" if names[-1].startswith("-") else pk]

    def _url_of(self, cursor: str | None) -> str:
        return self.get_query_string({CURSOR_VAR: cursor}) if cursor else ""
