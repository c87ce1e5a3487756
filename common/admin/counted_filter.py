"""A filter that shows how many rows each of its choices has, under the list's other filters."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.lists.counting import capped_count, counted


class CountedFilter(SimpleListFilter):
    """Choices with capped counts; derive from it and give `lookups` and `of_choice`.

    Without a value in the address `default` applies, except to a search, which covers all rows;
    '' means all. `ALL` asks for all rows where there is another default.
    """

    ALL: ClassVar[str] = "all"
    default: ClassVar[str] = ""

    def of_choice(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows of one choice."""
        raise NotImplementedError

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self._request = request
        self._is_search = bool(request.GET.get(SEARCH_VAR, "").strip())
        self._choices: list[dict[str, Any]] | None = None

    @property
    def selected(self) -> str:
        """The value that applies, '' for all rows; an unknown one is ignored."""
        value = self.value()
        if value == self.ALL:
            return ""
        if value in {str(known) for known, _label in self.lookup_choices}:
            return str(value)
        return "" if self._is_search else self.default

    @property
    def default_label(self) -> str:
        """The name of the default choice where it was not chosen, else ''."""
        if self.value() is not None or not self.default or self.selected != self.default:
            return ""
        return str(dict(self.lookup_choices).get(self.default, ""))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.of_choice(queryset, self.selected) if self.selected else queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        if self._choices is None:
            self._choices = [*self._counted_choices(changelist)]
        yield from self._choices

    def _counted_choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield all rows first, then each choice with its count."""
        others = self._other_rows(changelist)
        everything = (
            {"remove": [self.parameter_name]}
            if not self.default
            else {"new_params": {self.parameter_name: self.ALL}}
        )
        yield {
            "selected": not self.selected,
            "query_string": changelist.get_query_string(**everything),
            "display": _("Semua"),
            "value": self.ALL if self.default else "",
        }
        for value, label in self.lookup_choices:
            count = counted(capped_count(self.of_choice(others, str(value))))
            yield {
                "selected": self.selected == str(value),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": f"{label} ({count})",
                "value": str(value),
            }

    def _other_rows(self, changelist: Any) -> QuerySet[Any]:
        """Return the rows under the search and all other filters."""
        rows = changelist.root_queryset
        for spec in changelist.filter_specs:
            if spec.expected_parameters() != self.expected_parameters():
                filtered = spec.queryset(self._request, rows)
                rows = rows if filtered is None else filtered
        admin = changelist.model_admin
        found: QuerySet[Any]
        found, _twice = admin.get_search_results(self._request, rows, changelist.query)
        return found
