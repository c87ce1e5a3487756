"""A filter of a list by two days, both included, and both optional."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.contrib.admin import ListFilter
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.dates.clock import JAKARTA
from common.dates.parsing import NotADate, parse_date
from common.formats import date_short

# Beyond them a day has no time in UTC, or means nothing here.
_YEARS: Final = range(1900, 2200)
_TOLD: Final = "_unreadable_day_told"


class DateRangeFilter(ListFilter):
    """Rows whose `field` lies between two days of Jakarta; derive from it, see `date_range`.

    A day that cannot be read is left out with a warning. `from_day` and `to_day` are ISO texts for
    the inputs, '' for none.
    """

    template = "admin/lists/date_range.html"
    field: ClassVar[str] = ""
    parameter_name: ClassVar[str] = ""

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self._is_time = isinstance(model._meta.get_field(self.field), DateTimeField)
        days: list[date | None] = []
        for name in (self.from_name, self.to_name):
            values = params.pop(name, [""])
            typed = values[-1] if isinstance(values, list) else values
            days.append(_day(request, str(typed)))
            if days[-1] is not None:
                self.used_parameters[name] = days[-1].isoformat()
        self.start, self.end = days

    @property
    def from_name(self) -> str:
        return f"{self.parameter_name}_from"

    @property
    def to_name(self) -> str:
        return f"{self.parameter_name}_to"

    @property
    def from_day(self) -> str:
        return self.start.isoformat() if self.start else ""

    @property
    def to_day(self) -> str:
        return self.end.isoformat() if self.end else ""

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.from_name, self.to_name]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield what takes the range off, then the range itself where there is one."""
        yield {
            "selected": not self.text,
            "query_string": changelist.get_query_string(remove=[self.from_name, self.to_name]),
            "display": _("Kapan saja"),
        }
        if self.text:
            query_string = changelist.get_query_string()
            yield {"selected": True, "query_string": query_string, "display": self.text}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
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


def _day(request: HttpRequest, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = parse_date(text[:20])
    except NotADate:
        day = None
    if day is not None and day.year in _YEARS:
        return day
    if not hasattr(request, _TOLD):
        # A list builds its filters more than once per request.
        setattr(request, _TOLD, True)
        messages.warning(request, _("Tanggal pada saringan tidak terbaca. Contoh: 23/11/2026."))
    return None
