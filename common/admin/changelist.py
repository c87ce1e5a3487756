"""Admin lists paged by keyset: the last page of a million rows costs as much as the first."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from django.contrib import messages
from django.contrib.admin.options import IS_FACETS_VAR
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.functional import cached_property

from common.admin.counted_filter import CountedFilter
from common.admin.declared import build_filters
from common.admin.sorting import is_unique, sort_field
from common.errors import InvalidInput
from common.lists.counting import CAP, capped_count, counted
from common.lists.paging import Page, keyset_page, last_page_cursor
from common.lists.word_search import MOST_SIMILAR, explain, most_similar

CURSOR_VAR: Final = "cursor"


class KeysetChangeList(ChangeList):
    """A page of rows and the cursors of its neighbours, in one order with the key as tie-break.

    `page` holds the rows, `counted` the count as text ("38", "10.000+"), `note` why a search finds
    nothing; `is_similar` is true when only similarly spelled rows were found.
    """

    note: str = ""
    is_similar: bool = False

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.cursor = request.GET.get(CURSOR_VAR, "")
        super().__init__(request, *args, **kwargs)
        # Links built from these parameters start at the first page again.
        unset = [name for name, value in self.params.items() if value == ""]
        self._forget((CURSOR_VAR, "p", IS_FACETS_VAR, *unset))

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the filters; one that a form sent empty is ignored."""
        filters: dict[str, Any] = super().get_filters_params(params)
        filters.pop(CURSOR_VAR, None)
        return {name: values for name, values in filters.items() if any(values)}

    def get_filters(
        self, request: HttpRequest
    ) -> tuple[list[Any], bool, dict[str, Any], bool, bool]:
        """Return the declared filters; what none of them takes is dropped, also from links.

        Django would look a parameter up on any column of the model and of those related to it.
        """
        built = build_filters(self, request, self.get_filters_params())
        self._forget(built.ignored)
        specs, is_active = built.specs, built.is_active
        return specs, bool(specs), built.lookups, built.may_repeat_rows, is_active

    def get_query_string(
        self, new_params: dict[str, Any] | None = None, remove: Iterable[str] | None = None
    ) -> str:
        return str(super().get_query_string(new_params, [*(remove or []), CURSOR_VAR]))

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        """Order by the requested column, else by the default of the list; then by key."""
        requested = self._requested_order()
        names = [requested] if requested else [str(n) for n in self._default_order(request)]
        self.keyset = self._unique(names)
        return [*self.keyset]

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """Return the column that the rows are sorted by, for the header."""
        first = self.keyset[0]
        for index, name in enumerate(self.list_display):
            column = sort_field(self.model_admin, name).removeprefix("-")
            if column and column == first.removeprefix("-") and self.is_sortable(name):
                return {index: "desc" if first.startswith("-") else "asc"}
        return {}

    def is_sortable(self, name: Any) -> bool:
        """Tell whether the column's header sorts the list."""
        return name in (self.sortable_by or ())

    def get_results(self, request: HttpRequest) -> None:
        self.page = self._page(request)
        self.result_list = self.page.items
        self._count()
        if self.query and not self.page.items and not self.cursor:
            self._find_similar(request)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = bool(self.page.next or self.page.previous)
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    @property
    def counted(self) -> str:
        """The number of rows as text: "38", "10.000+"."""
        return counted(self._found)

    @cached_property
    def active_default(self) -> CountedFilter | None:
        """Return the filter whose default hides rows although it was not chosen."""
        specs = (spec for spec in self.filter_specs if isinstance(spec, CountedFilter))
        return next((spec for spec in specs if spec.default_label), None)

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

    def _forget(self, names: Iterable[str]) -> None:
        """Leave parameters out of the links of the list."""
        for name in names:
            self.params.pop(name, None)
            self.filter_params.pop(name, None)

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
        """Count the rows; a first page that holds everything needs no query."""
        is_only_page = not (self.page.next or self.page.previous)
        self._found = len(self.page.items) if is_only_page else capped_count(self.queryset)
        self.result_count = min(self._found, CAP)

    def _find_similar(self, request: HttpRequest) -> None:
        """Explain why nothing was found, or show rows that are spelled similarly."""
        fields: Sequence[str] = getattr(self.model_admin, "word_fields", ())
        if not fields:
            return
        self.note = explain(self.query)
        if self.note:
            return
        similar = most_similar(self._without_search(request), fields[0], self.query)
        if similar:
            self.is_similar = True
            self.result_list = similar[:MOST_SIMILAR]
            self.result_count = self._found = len(self.result_list)

    def _without_search(self, request: HttpRequest) -> QuerySet[Any]:
        query, self.query = self.query, ""
        try:
            return self.get_queryset(request)
        finally:
            self.query = query

    def _default_order(self, request: HttpRequest) -> Any:
        return self.model_admin.get_ordering(request) or self.lookup_opts.ordering or ("-pk",)

    def _requested_order(self) -> str:
        """Return the field that `?o=3` or `?o=-3` names; '' when no index serves that column."""
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
