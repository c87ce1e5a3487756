"""Applications in the admin: the list of everything in scope, and the page of one application."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from applications.admin.application_page.forms import ActionForm
from applications.admin.application_page.page import application_context, with_editions
from applications.admin.application_page.post import handle, last_change
from applications.admin.application_page.printout import printout
from applications.admin.application_page.remarks import RemarkForm, handle_remark
from applications.admin.queue.page import all_applications_page
from applications.models import Application
from applications.selectors.queue import in_scope
from common.admin.page import backoffice_page
from common.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotFound,
    StorageFull,
    Unavailable,
)
from common.web.primary_keys import parse_pk


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Applications in the official's agency and region; every change of state is a transition."""

    def get_urls(self) -> list[Any]:
        """Add the file as one PDF."""
        pdf = self.admin_site.admin_view(require_safe(self.pdf_view))
        return [
            path("<int:application_id>/pdf/", pdf, name="applications_application_pdf"),
            *super().get_urls(),
        ]

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
        return all_applications_page(request, self.admin_site.each_context(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        user = current_user(request)
        application = self._application(request, object_id)
        remark = RemarkForm(request.POST if request.method == "POST" else None)
        acts = request.method == "POST" and not remark.is_bound
        form = ActionForm(request.POST if acts else None)
        status = 200
        if remark.is_valid() or (form.is_valid() and not form.cleaned_data["pick"]):
            try:
                if remark.is_bound:
                    return handle_remark(request, user, application, remark)
                return handle(request, user, application, form)
            except NotFound as error:
                raise Http404 from error
            except DomainError as error:
                status = error.status
                application = self._application(request, object_id)
                _explain(request, user, error, application)
                form.add_errors_of(error)
                remark.refuse(error)
        context = {
            **self.admin_site.each_context(request),
            **application_context(user, application, request.GET, form, remark),
        }
        return backoffice_page(request, "admin/backoffice/file.html", context, status)

    def pdf_view(self, request: HttpRequest, application_id: int) -> HttpResponseBase:
        """Send the application and its documents as one PDF, to be saved."""
        application = self._application(request, str(application_id))
        try:
            pdf = printout(current_user(request), application)
        except (Unavailable, StorageFull) as error:
            messages.error(request, error.message)
            return redirect("admin:applications_application_change", application.pk)
        return FileResponse(
            pdf,
            as_attachment=True,
            filename=f"{application.number}.pdf",
            content_type="application/pdf",
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect to the application's page, which shows the history."""
        address = reverse("admin:applications_application_change", args=[object_id])
        return HttpResponseRedirect(f"{address}#riwayat")

    def _application(self, request: HttpRequest, object_id: str) -> Application:
        """Return the application with its edition; Http404 when out of scope or not a number."""
        pk = parse_pk(object_id)
        if pk is None:
            raise Http404
        applications = with_editions(self.get_queryset(request)).select_related(
            "created_by", "recommended_by", "decided_by"
        )
        application = applications.filter(pk=pk).first()
        if application is None:
            raise Http404
        return application


def _explain(
    request: HttpRequest, user: User, error: DomainError, application: Application
) -> None:
    for sentence in dict.fromkeys(_sentences(error)):
        messages.error(request, sentence)
    if isinstance(error, Conflict) and error.code in ("stale", "wrong_stage"):
        messages.warning(request, last_change(user, application))


def _sentences(error: DomainError) -> Iterable[str]:
    if isinstance(error, InvalidInput):
        return [str(item.message) for item in error.errors]
    if error.code == "stale":
        return [_("Berkas ini sudah berubah sejak Anda membukanya. Inilah keadaannya sekarang.")]
    return [error.message]
