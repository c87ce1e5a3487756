"""A filter of a list by two days, both included, and both optional."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib.admin import ListFilter
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.dates.clock import JAKARTA
from common.lists.days import DaySpan, read_span
from common.text.formats import date_short


@dataclass(frozen=True)
class DayFields:
    """Two days of a page's own filters, as `admin/lists/date_range.html` draws them."""

    title: str
    from_name: str
    to_name: str
    days: DaySpan

    @property
    def from_day(self) -> str:
        """The first day as ISO text for its input, '' for none."""
        return iso_of(self.days.first)

    @property
    def to_day(self) -> str:
        """The last day as ISO text for its input, '' for none."""
        return iso_of(self.days.last)


class DateRangeFilter(ListFilter):
    """Rows whose `field` is between two days in Jakarta; derive from it, see `date_range`.

    A day that cannot be read is left out, and a range that ends before it begins has no rows;
    `days` says so at the field. `from_day` and `to_day` are ISO texts for the inputs, '' for none.
    """

    template = "admin/lists/date_range.html"
    field: ClassVar[str] = ""
    parameter_name: ClassVar[str] = ""

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self._is_time = isinstance(model._meta.get_field(self.field), DateTimeField)
        typed = [_typed(params.pop(name, "")) for name in (self.from_name, self.to_name)]
        self.days = read_span(*typed)
        self.start, self.end = self.days.first, self.days.last
        for name, day in ((self.from_name, self.start), (self.to_name, self.end)):
            if day is not None:
                self.used_parameters[name] = day.isoformat()

    @property
    def from_name(self) -> str:
        return f"{self.parameter_name}_from"

    @property
    def to_name(self) -> str:
        return f"{self.parameter_name}_to"

    @property
    def from_day(self) -> str:
        return iso_of(self.start)

    @property
    def to_day(self) -> str:
        return iso_of(self.end)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.from_name, self.to_name]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield what removes the range, then the range itself where there is one."""
        yield {
            "selected": not self.text,
            "query_string": changelist.get_query_string(remove=[self.from_name, self.to_name]),
            "display": _("Kapan saja"),
        }
        if self.text:
            query_string = changelist.get_query_string()
            yield {"selected": True, "query_string": query_string, "display": self.text}

    @property
    def problem(self) -> str:
        """Why the days do not narrow the list as intended; '' when they do."""
        return self.days.problem

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.days.is_reversed:
            return queryset.none()
        if self.start:
            queryset = queryset.filter(**{f"{self.field}__gte": self._bound(self.start)})
        if self.end:
            after = self.end + timedelta(days=1)
            queryset = queryset.filter(**{f"{self.field}__lt": self._bound(after)})
        return queryset

    @property
    def text(self) -> str:
        """The range in words, '' when there is none: "1 Nov 2026 – 30 Nov 2026"."""
        start, end = self.start, self.end
        if start and end:
            return f"{date_short(start)} – {date_short(end)}"
        if start:
            return _("sejak %(day)s") % {"day": date_short(start)}
        return _("sampai %(day)s") % {"day": date_short(end)} if end else ""

    def _bound(self, day: date) -> date | datetime:
        return datetime.combine(day, time.min, JAKARTA) if self._is_time else day


def date_range(
    field_name: str, label: str | Promise, *, parameter: str = ""
) -> type[DateRangeFilter]:
    """Return a filter class for `list_filter`: days of `field_name`, as `?{parameter}_from=…`."""
    return type(
        "DateRange",
        (DateRangeFilter,),
        {"field": field_name, "title": label, "parameter_name": parameter or field_name},
    )


def iso_of(day: date | None) -> str:
    """Return a day as an input of type date takes it, '' for none."""
    return day.isoformat() if day else ""


def _typed(value: Any) -> str:
    """Return the last of the values that an address gives a parameter."""
    return str(value[-1] if isinstance(value, list) else value)
