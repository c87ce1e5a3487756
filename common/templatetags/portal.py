"""The display formats as template filters; an absent value shows nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django import template

from common.law.citation import article_text, source_name, sources_text
from common.text import formats
from common.text.application_noun import with_request_word

register = template.Library()


def _blank_safe(show: Callable[..., str]) -> Callable[..., str]:
    @wraps(show)
    def shown(value: Any, *arguments: Any) -> str:
        return "" if value is None or value == "" else show(value, *arguments)

    return shown


_FILTERS: Final[dict[str, Callable[..., str]]] = {
    "beginning": formats.beginning,
    "rupiah": formats.rupiah,
    "number": formats.number,
    "percent": formats.percent,
    "file_size": formats.file_size,
    "date_long": formats.date_long,
    "date_short": formats.date_short,
    "time_wib": formats.time_wib,
    "datetime_wib": formats.datetime_wib,
    "working_days_left": formats.working_days_left,
    "mask_tail": formats.mask_tail,
    "source_name": source_name,
    "article_text": article_text,
    "sources_text": sources_text,
}


@register.filter(is_safe=True)
def request_named(text: str, word: str) -> str:
    """Return one of the portal's texts about an application with the word of its programme."""
    return with_request_word(text, word)


for _name, _show in _FILTERS.items():
    register.filter(_name, _blank_safe(_show))
