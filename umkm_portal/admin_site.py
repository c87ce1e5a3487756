"""The officials' site: the queue as home page, the portal's own sign-in, pages of other apps."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from umkm_portal.admin_autocomplete import SuggestionsView

Page = Callable[..., HttpResponse]
Navigation = Callable[[HttpRequest], list[Any]]


class PortalAdminSite(AdminSite):
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

    def get_urls(self) -> list[Any]:
        pages = [
            path(route, self.admin_view(self._as_view(page)), name=name)
            for route, name, page in settings.ADMIN_PAGES
        ]
        return [*pages, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the context of every page: Django's own, and the navigation of the person."""
        groups: Navigation = import_string(settings.ADMIN_NAVIGATION)
        allowed = self.has_permission(request)
        return {**super().each_context(request), "navigation": groups(request) if allowed else []}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the tables of one app; of all apps none, as the navigation takes their place.

        Django asks for all of them on every page, which costs a permission check for each action
        on each table.
        """
        return super().get_app_list(request, app_label) if app_label else []

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, SuggestionsView.as_view(admin_site=self)(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.user.is_authenticated and not self.has_permission(request):
            # Signing in again would change nothing: the account is not an official's.
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"), login_url="/masuk/")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return HttpResponseRedirect("/akun/sandi/ubah/")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return HttpResponseRedirect("/akun/")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response: HttpResponse = HttpResponseRedirect("/keluar/")
        return response

    def _as_view(self, dotted: str) -> Page:
        def view(request: HttpRequest, **parts: Any) -> HttpResponse:
            page: Page = import_string(dotted)
            return page(request, self.each_context(request), **parts)

        return view
