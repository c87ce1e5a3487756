"""The base of everything registered in the admin: Django's own classes with lists that stay fast.

Forms are drawn with what every browser has (a date field, a list to choose from), so that no page
loads jQuery or opens a second window.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.db.models import Field, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin.changelist import KeysetChangeList
from common.admin.filters import picked_address
from common.admin.former_values import former_values
from common.admin.paginator import CappedPaginator
from common.admin.refused_form import CHANGED_MEANWHILE, refused_form
from common.admin.sorting import is_served_by_index
from common.admin.ticked_rows import drop_unreadable_ticks
from common.admin.widgets import DateInput, DateTimeInput
from common.errors import DomainError
from common.lists.counting import CAP, capped_count, counted
from common.lists.word_search import contains_nik, matching_words

NIK_IS_NOT_SEARCHED: Final = gettext_lazy(
    "NIK tidak dicari di sini, karena yang dicari tertulis di alamat halaman. Pakailah “Cari NIK” "
    "di daftar usaha."
)
# Empty rows that a person without JavaScript may ask for: `?rows=3`.
ROWS_VAR: Final = "rows"
_MOST_ROWS: Final = 10
# Parameters of Django's pop-up windows, which no page here opens: one changes the answer to a saved
# form, the other finds rows by any column.
_WINDOW_VARS: Final = (IS_POPUP_VAR, TO_FIELD_VAR)
# What a request keeps after its form was refused while it was saved.
_REFUSED: Final = "_refused_while_saving"
__all__ = [
    "NIK_IS_NOT_SEARCHED",
    "ImmutableAdmin",
    "ModelAdmin",
    "TabularInline",
]


class PlainForms:
    """Fields as the browser draws them, without scripts and without links to other windows."""

    formfield_overrides: ClassVar[Mapping["type[Field[Any, Any]]", Mapping[str, Any]]] = {
        models.DateField: {"widget": DateInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": DateTimeInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    }

    @property
    def media(self) -> forms.Media:
        """Return nothing: pages load what they need themselves."""
        return forms.Media()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        _name_no_choice(field)
        return field


class ModelAdmin(PlainForms, admin.ModelAdmin):  # type: ignore[type-arg]
    """A model in the admin, whose list stays fast at any size.

    It pages by keyset, caps its counts and sorts only by indexed columns; rows are not edited in
    the list. `word_fields` are searched by words through trigram indexes instead of
    `search_fields`, which then only tells Django that the list has a search. `list_before_template`
    is shown above the rows.
    """

    list_per_page = 50
    list_max_show_all = 0
    list_before_template = ""
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    word_fields: ClassVar[Sequence[str]] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetChangeList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        _close_window(request)
        cl: ChangeList = super().get_changelist_instance(request)
        return cl

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse every look-up that is not declared; a list drops those before it checks them."""
        return False

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        _close_window(request)
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Reject a search for a likely NIK: it would end up in the URL of every link."""
        if contains_nik(request.GET.get(SEARCH_VAR, "")):
            messages.warning(request, NIK_IS_NOT_SEARCHED)
            return HttpResponseRedirect(request.path)
        if address := picked_address(request):
            return HttpResponseRedirect(address)
        extra = {"list_before_template": self.list_before_template, **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, extra)
        return response

    def get_sortable_by(self, request: HttpRequest) -> list[Any]:
        return [name for name in self.get_list_display(request) if is_served_by_index(self, name)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if self.word_fields and search_term:
            return matching_words(queryset, search_term, *self.word_fields), False
        results: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term.replace("\0", "")
        )
        return results

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Check the form again when a row that excludes it was saved after it was checked.

        The second check finds that row, and the form reports it with what was typed. If it finds
        nothing and the row is refused again, the form says why, as far as that is known.
        """
        _close_window(request)
        page: Callable[..., HttpResponse] = super().changeform_view
        for _attempt in range(2):
            try:
                return page(request, object_id, form_url, extra_context)
            except (DomainError, IntegrityError) as error:
                refused = error.message if isinstance(error, DomainError) else ""
        setattr(request, _REFUSED, refused or str(CHANGED_MEANWHILE))
        return page(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        refused = getattr(request, _REFUSED, "")
        return refused_form(form, refused) if refused else form

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show beside Django's log the columns of each change, where the database keeps them."""
        row = self.get_object(request, unquote(object_id))
        may_view = row is not None and self.has_view_or_change_permission(request, row)
        found = former_values(row, self.former_text) if may_view else []
        context = {"former_values": found, **(extra_context or {})}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def former_text(self, column: str, row: Any) -> str | None:
        """Return a column in words for its history; None where it is shown like any other."""
        return None

    def message_user(self, request: HttpRequest, message: Any, *place: Any, **options: Any) -> None:
        """Begin with a capital: Django's Indonesian messages begin with the name of the table."""
        text: Any = capfirst(message)
        if hasattr(message, "__html__"):
            text = SafeString(text)
        super().message_user(request, text, *place, **options)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *place: Any
    ) -> HttpResponse | None:
        """Refuse an action on all rows of a filter when there are more than the capped count."""
        if request.POST.get("select_across", "0") != "0" and capped_count(queryset) > CAP:
            text = _("Tindakan untuk semua baris hanya sampai %(most)s baris. Persempit saringan.")
            messages.error(request, text % {"most": counted(CAP)})
            return HttpResponseRedirect(request.get_full_path())
        drop_unreadable_ticks(request, self.opts.pk)
        response: HttpResponse | None = super().response_action(request, queryset, *place)
        return response


class ImmutableAdmin(ModelAdmin):
    """Rows that nobody adds, changes or deletes here; Django's permissions decide who sees them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InlineRows(PlainForms):
    """Rows of another model on a page; a script adds empty ones, without it the page does."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        extra: int = super().get_extra(request, obj, **kwargs)  # type: ignore[misc]
        wanted = request.GET.get(ROWS_VAR, "")
        return min(int(wanted), _MOST_ROWS) if wanted.isascii() and wanted.isdigit() else extra


class TabularInline(InlineRows, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of another model on a page, as a table."""


def _close_window(request: HttpRequest) -> None:
    """Leave the parameters of pop-up windows out of the request."""
    if not any(name in sent for sent in (request.GET, request.POST) for name in _WINDOW_VARS):
        return
    for name in ("GET", "POST"):
        kept = getattr(request, name).copy()
        for window in _WINDOW_VARS:
            kept.pop(window, None)
        setattr(request, name, kept)


def _name_no_choice(field: Any) -> None:
    """Say what choosing nothing means, instead of Django's row of hyphens."""
    ((_empty, hyphens),) = BLANK_CHOICE_DASH
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == hyphens:
            field.empty_label = _no_choice(field)
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        field.choices = [
            (value, _no_choice(field) if label == hyphens else label) for value, label in choices
        ]


def _no_choice(field: forms.Field) -> str:
    return _("pilih") if field.required else "–"
