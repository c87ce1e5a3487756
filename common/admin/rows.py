"""Fast rendering of admin lists as HTML: work once per column, per cell one lookup and escape."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import label_for_field, quote
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Field, ForeignKey, IntegerField, Model
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.admin.changelist import KeysetChangeList
from common.text.formats import date_short, datetime_wib, number

CHECKBOX: Final = "action_checkbox"
EMPTY: Final = '<span class="soft">–</span>'
# Placeholder for the key in a URL that is built once for all rows.
_KEY: Final = "0000000000"
CellRenderer = Callable[[Model], str]
KeyRenderer = Callable[[Any], str]


@dataclass(frozen=True)
class Header:
    """The header of a column; `url` sorts by it, '' where no index supports that."""

    text: str
    url: str
    direction: str
    is_number: bool


@dataclass(frozen=True)
class Column:
    """How one column is rendered: the tags of a cell, its content, and whether it is a link."""

    header: Header
    opening: str
    closing: str
    render: CellRenderer
    is_link: bool


def columns_of(cl: KeysetChangeList) -> list[Column]:
    """Return the columns of the list without the one of checkboxes."""
    sorted_by = cl.get_ordering_field_columns()
    links = cl.list_display_links
    columns: list[Column] = []
    for index, name in enumerate(cl.list_display):
        if name == CHECKBOX:
            continue
        render, is_number = _cell_renderer(cl, name)
        header = _header(cl, index, name, sorted_by.get(index, ""), is_number)
        is_link = links is not None and (name in links if links else not columns)
        tag = "th" if is_link else "td"
        kind = (' scope="row"' if is_link else "") + (' class="num"' if is_number else "")
        opening = format_html('<{}{} data-label="{}">', tag, mark_safe(kind), header.text)
        columns.append(Column(header, opening, f"</{tag}>", render, is_link))
    return columns


def rows_html(cl: KeysetChangeList, columns: Iterable[Column]) -> SafeString:
    """Return all rows of the page as HTML."""
    all_columns, checkbox, link = list(columns), _checkbox(cl), _link(cl)
    pk = cl.lookup_opts.pk.attname
    html = "".join(
        _row(row, getattr(row, pk), all_columns, checkbox, link) for row in cl.result_list
    )
    return mark_safe(html)


def _row(
    row: Model, key: Any, columns: list[Column], checkbox: KeyRenderer, link: KeyRenderer
) -> str:
    cells = [checkbox(key)]
    for column in columns:
        text = column.render(row)
        if column.is_link:
            text = f"{link(key)}{text}</a>"
        cells.append(f"{column.opening}{text}{column.closing}")
    return f"<tr data-row>{''.join(cells)}</tr>"


def _checkbox(cl: KeysetChangeList) -> KeyRenderer:
    """Return a function that renders the checkbox cell of a row; '' in a list without actions."""
    if CHECKBOX not in cl.list_display:
        return lambda key: ""
    before = f'<td class="tickcell"><input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="'
    after = f'" aria-label="{conditional_escape(_("Pilih baris"))}"></td>'
    return lambda key: f"{before}{conditional_escape(key)}{after}"


def _link(cl: KeysetChangeList) -> KeyRenderer:
    """Return a function that renders a row's link tag; the URL is built once for all rows."""
    opts = cl.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[_KEY])
    filters: dict[str, Any] = {"preserved_filters": cl.preserved_filters, "opts": opts}
    address = add_preserved_filters(filters, address, popup=cl.is_popup, to_field=cl.to_field)
    before, after = str(conditional_escape(address)).split(_KEY, 1)
    return lambda key: f'<a href="{before}{quote(key)}{after}" data-open>'


def _header(cl: KeysetChangeList, index: int, name: Any, direction: str, is_number: bool) -> Header:
    text = capfirst(str(label_for_field(name, cl.model, model_admin=cl.model_admin)))
    url = ""
    if cl.is_sortable(name):
        reversed_order = f"-{index}" if direction == "asc" else str(index)
        url = cl.get_query_string({ORDER_VAR: reversed_order})
    return Header(text, url, direction, is_number)


def _cell_renderer(cl: KeysetChangeList, name: Any) -> tuple[CellRenderer, bool]:
    """Return a renderer of a column's cells, and whether these are right-aligned figures."""
    try:
        field = cl.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        return _render_method(cl, name)
    if not isinstance(field, Field):
        return _render_method(cl, name)
    if field.flatchoices:
        return _render_choice(field), False
    if isinstance(field, BooleanField):
        return _render_boolean(field.attname), False
    if isinstance(field, ForeignKey):
        return _render_related(field), False
    return _render_value(lambda row: getattr(row, field.attname)), isinstance(field, IntegerField)


def _render_choice(field: "Field[Any, Any]") -> CellRenderer:
    labels = {value: str(conditional_escape(label)) for value, label in field.flatchoices}

    def render(row: Model) -> str:
        value = getattr(row, field.attname)
        return labels.get(value) or text_of(value)

    return render


def _render_related(field: "ForeignKey[Any, Any]") -> CellRenderer:
    """Return a renderer of a related object; rows related to the same one share its text."""
    texts: dict[Any, str] = {}

    def render(row: Model) -> str:
        key = getattr(row, field.attname)
        if key not in texts:
            texts[key] = text_of(getattr(row, field.name))
        return texts[key]

    return render


def _render_boolean(name: str) -> CellRenderer:
    yes, no = _("ya"), _("tidak")

    def render(row: Model) -> str:
        value = getattr(row, name)
        return EMPTY if value is None else yes if value else f'<span class="soft">{no}</span>'

    return render


def _render_method(cl: KeysetChangeList, name: Any) -> tuple[CellRenderer, bool]:
    attr = name if callable(name) else getattr(cl.model_admin, name, None)
    is_number = bool(getattr(attr, "is_number", False))
    if callable(attr):
        return _render_value(attr), is_number

    def value(row: Model) -> Any:
        attribute = getattr(row, name)
        return attribute() if callable(attribute) else attribute

    return _render_value(value), is_number


def _render_value(value_of: Callable[[Any], Any]) -> CellRenderer:
    return lambda row: text_of(value_of(row))


def text_of(value: Any) -> str:
    """Return a value as HTML: dates, times and figures formatted, an empty one as a dash."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return datetime_wib(value)
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, int):
        return number(value)
    return str(conditional_escape(value))
