"""Applications in the admin: the list of everything in scope, and the page of one file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from applications.admin.file.handling import explain_change, handle, typed_in
from applications.admin.file.page import casefile, whole
from applications.admin.queue.page import all_files_page
from applications.models import Application
from applications.selectors.queue import in_scope
from common.admin.page import backoffice_page
from common.errors import Conflict, DomainError, InvalidInput, NotFound

_MAX_DIGITS = 18


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Files within agency × region; whatever moves one goes through the transitions."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return in_scope(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return all_files_page(request, self.admin_site.each_context(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        user = current_user(request)
        application = self._opened(request, object_id)
        status, typed = 200, None
        if request.method == "POST":
            typed = typed_in(request)
            if not request.POST.get("pick"):
                try:
                    return handle(request, user, application)
                except NotFound as error:
                    raise Http404 from error
                except DomainError as error:
                    status = error.status
                    application = self._opened(request, object_id)
                    _explain(request, error, application)
                    typed = replace(typed, wrong=_about_reason(error))
        context = {
            **self.admin_site.each_context(request),
            **casefile(user, application, request.GET, typed),
        }
        return backoffice_page(request, "admin/backoffice/file.html", context, status)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history is part of the file's page."""
        address = reverse("admin:applications_application_change", args=[object_id])
        return HttpResponseRedirect(f"{address}#riwayat")

    def _opened(self, request: HttpRequest, object_id: str) -> Application:
        """The file with its edition; Http404 when it is out of scope or no number at all."""
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) <= _MAX_DIGITS):
            raise Http404
        files = whole(self.get_queryset(request)).select_related(
            "created_by", "recommended_by", "decided_by"
        )
        found = files.filter(pk=int(object_id)).first()
        if found is None:
            raise Http404
        return found


def _explain(request: HttpRequest, error: DomainError, application: Application) -> None:
    for sentence in dict.fromkeys(_sentences(error)):
        messages.error(request, sentence)
    if isinstance(error, Conflict) and error.code in ("stale", "wrong_stage"):
        messages.warning(request, explain_change(application))


def _about_reason(error: DomainError) -> str:
    return error.message if error.field == "reason" else ""


def _sentences(error: DomainError) -> Iterable[str]:
    if isinstance(error, InvalidInput):
        return [str(item.message) for item in error.errors]
    if error.code == "stale":
        return [_("Berkas ini sudah berubah sejak Anda membukanya. Inilah keadaannya sekarang.")]
    return [error.message]
