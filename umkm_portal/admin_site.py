"""The officials' site: the queue as home page, the portal's own sign-in, pages of other apps."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

Page = Callable[..., HttpResponse]


class PortalAdminSite(UnfoldAdminSite):
    """People sign in at /masuk/ as everywhere; the home page is the queue by due date.

    The pages are named in settings, not imported: this module is loaded while the apps still
    register their models with it.
    """

    site_title = _("Portal UMKM Jawa Timur")
    site_header = _("Portal UMKM Jawa Timur")
    index_title = _("Antrean")
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        page: Page = import_string(settings.ADMIN_HOME)
        return page(request, {**self.each_context(request), **(extra_context or {})})

    def extra_urls(self) -> list[URLPattern]:
        return [
            path(route, self.admin_view(self._as_view(page)), name=name)
            for route, name, page in settings.ADMIN_PAGES
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.user.is_authenticated and not self.has_permission(request):
            # Signing in again would change nothing: the account is not an official's.
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"), login_url="/masuk/")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect("/akun/sandi/ubah/")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect("/akun/")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response: HttpResponse = HttpResponseRedirect("/keluar/")
        return response

    def _as_view(self, dotted: str) -> Page:
        def view(request: HttpRequest, **parts: Any) -> HttpResponse:
            page: Page = import_string(dotted)
            return page(request, self.each_context(request), **parts)

        return view
