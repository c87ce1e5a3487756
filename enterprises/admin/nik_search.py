"""The form "Cari NIK": the number is posted, and the session stores the resulting ids only."""

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
from common.admin.base import ImmutableAdmin
from common.errors import DomainError
from enterprises.models import Enterprise, NikSearch
from enterprises.services.nik_search import MAX_RESULTS, search_by_nik

SESSION_KEY: Final = "nik_result"
LAST_RESULT: Final = "hasil"


@sensitive_variables("nik")
@sensitive_post_parameters("nik")
def search_page(request: HttpRequest) -> HttpResponse:
    """Search for the posted NIK and redirect to the list of the enterprises found."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    address = reverse("admin:enterprises_enterprise_changelist")
    nik = request.POST.get("nik", "")
    try:
        ids = search_by_nik(current_user(request), nik)
    except DomainError as error:
        request.session.pop(SESSION_KEY, None)
        messages.error(request, error.message)
        return HttpResponseRedirect(address)
    if len(ids) > MAX_RESULTS:
        text = _("Lebih dari %(most)s usaha; yang ditampilkan hanya %(most)s yang terbaru.")
        messages.warning(request, text % {"most": MAX_RESULTS})
    request.session[SESSION_KEY] = ids[:MAX_RESULTS]
    return HttpResponseRedirect(f"{address}?{NikResultFilter.parameter_name}={LAST_RESULT}")


class NikResultFilter(admin.SimpleListFilter):
    """The result in the session; without one the filter is not offered."""

    title = gettext_lazy("pencarian NIK")
    parameter_name = "nik"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        has_result = SESSION_KEY in request.session or self.parameter_name in request.GET
        return [(LAST_RESULT, gettext_lazy("hasil terakhir"))] if has_result else []

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Enterprise]
    ) -> QuerySet[Enterprise]:
        if self.value() is None:
            return queryset
        return queryset.filter(pk__in=request.session.get(SESSION_KEY, []))


@admin.register(NikSearch)
class NikSearchAdmin(ImmutableAdmin):
    """The read-only log of searches, for administrators to audit."""

    list_display = ("at", "user", "found")
    list_select_related = ("user",)
    ordering = ("-id",)
    fields = ("at", "user", "found")
