"""The one module that depends on the admin theme, and the base of every list in the admin.

To go back to Django's own admin, derive the three classes from those of `django.contrib.admin` and
take the theme's apps out of INSTALLED_APPS.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin as ThemedModelAdmin
from unfold.admin import StackedInline, TabularInline

from common.admin.changelist import KeysetChangeList
from common.admin.paginator import CappedPaginator
from common.admin.sorting import is_served_by_index
from common.lists.counting import CAP, capped_count, counted
from common.lists.word_search import contains_nik, matching_words

NIK_IS_NOT_SEARCHED: Final = gettext_lazy(
    "NIK tidak dicari di sini, karena yang dicari tertulis di alamat halaman. Pakailah “Cari NIK” "
    "di daftar usaha."
)
__all__ = [
    "NIK_IS_NOT_SEARCHED",
    "ImmutableAdmin",
    "ModelAdmin",
    "StackedInline",
    "TabularInline",
]


class ModelAdmin(ThemedModelAdmin):
    """A model in the admin, whose list stays fast at any size.

    It pages by keyset, caps its counts and sorts only by indexed columns. `word_fields` are
    searched by words through trigram indexes instead of `search_fields`, which then only tells
    Django that the list has a search.
    """

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    word_fields: ClassVar[Sequence[str]] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Reject a search for a likely NIK: it would end up in the URL of every link."""
        if contains_nik(request.GET.get(SEARCH_VAR, "")):
            messages.warning(request, NIK_IS_NOT_SEARCHED)
            return HttpResponseRedirect(request.path)
        response: HttpResponse = super().changelist_view(request, extra_context)
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

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Refuse an action on all rows of a filter when there are more than the capped count."""
        if request.POST.get("select_across", "0") != "0" and capped_count(queryset) > CAP:
            text = _("Tindakan untuk semua baris hanya sampai %(most)s baris. Persempit saringan.")
            messages.error(request, text % {"most": counted(CAP)})
            return HttpResponseRedirect(request.get_full_path())
        response: HttpResponse | None = super().response_action(request, queryset)
        return response


class ImmutableAdmin(ModelAdmin):
    """Rows that nobody adds, changes or deletes here; Django's permissions decide who sees them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
