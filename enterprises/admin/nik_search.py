"""The form "Cari NIK": the number is posted, its result stands in the session as ids only."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin
from common.errors import DomainError
from enterprises.models import Enterprise, NikSearch
from enterprises.services.nik_search import MOST, search_by_nik

HELD: Final = "nik_result"
RESULT: Final = "hasil"


@sensitive_variables("nik")
@sensitive_post_parameters("nik")
def search_page(request: HttpRequest) -> HttpResponse:
    """Searches what was posted and leads to the list of what was found."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    address = reverse("admin:enterprises_enterprise_changelist")
    nik = request.POST.get("nik", "")
    try:
        found = search_by_nik(current_user(request), nik)
    except DomainError as error:
        request.session.pop(HELD, None)
        messages.error(request, error.message)
        return HttpResponseRedirect(address)
    if len(found) > MOST:
        words = _("Lebih dari %(most)s usaha; yang ditampilkan hanya %(most)s yang terbaru.")
        messages.warning(request, words % {"most": MOST})
    request.session[HELD] = found[:MOST]
    return HttpResponseRedirect(f"{address}?{NikResultFilter.parameter_name}={RESULT}")


class NikResultFilter(admin.SimpleListFilter):
    """The result that the session holds; it is no filter to choose without one."""

    title = gettext_lazy("pencarian NIK")
    parameter_name = "nik"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        held = HELD in request.session or self.parameter_name in request.GET
        return [(RESULT, gettext_lazy("hasil terakhir"))] if held else []

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Enterprise]
    ) -> QuerySet[Enterprise]:
        if self.value() is None:
            return queryset
        return queryset.filter(pk__in=request.session.get(HELD, []))


@admin.register(NikSearch)
class NikSearchAdmin(ModelAdmin):
    """Who searched, for whoever watches over the register; nothing here can be changed."""

    list_display = ("at", "user", "found")
    list_select_related = ("user",)
    ordering = ("-id",)
    fields = ("at", "user", "found")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
