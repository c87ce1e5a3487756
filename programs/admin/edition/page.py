"""The list of editions, and the page of one: figures with their basis, documents, stages, texts."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.web.primary_keys import parse_pk
from programs.admin.edition.columns import EditionColumns
from programs.admin.edition.comparison import comparison_of, describe_edition
from programs.admin.edition.discarding import discard_page
from programs.admin.edition.frame import SUMMARY, draft_context
from programs.admin.edition.history import deleted_page, history_page
from programs.admin.edition.publication import publish_page, successor_page
from programs.admin.edition.reading import reading_context
from programs.admin.edition.section_pages import add_page, delete_page, row_page, section_page
from programs.admin.edition.summary import summary_page
from programs.models import Edition
from programs.permissions import may_manage_rules
from programs.selectors.edition_history import deleted_draft
from programs.selectors.edition_rows import with_rows
from programs.shared.edition_panel import edition_panels

_SECTION = "<int:edition_id>/bagian/<slug:section>/"
# Path below the list, URL name, and the page.
_PAGES: tuple[tuple[str, str, Callable[..., HttpResponse]], ...] = (
    ("<int:edition_id>/berikutnya/", "next", successor_page),
    ("<int:edition_id>/terbitkan/", "publish", publish_page),
    ("<int:edition_id>/ringkasan/", "summary", summary_page),
    ("<int:edition_id>/hapus/", "discard", discard_page),
    ("dihapus/", "deleted", deleted_page),
    (_SECTION, "section", section_page),
    (f"{_SECTION}tambah/", "row_add", add_page),
    (f"{_SECTION}<int:row_id>/", "row", row_page),
    (f"{_SECTION}<int:row_id>/hapus/", "row_delete", delete_page),
)


@admin.register(Edition)
class EditionAdmin(EditionColumns, ReadOnlyAdmin):
    """Every edition: read by officials, a draft edited by a lead, one section at a time."""

    list_display = (
        "scheme_name",
        "code",
        "status_text",
        "first_day",
        "last_day",
        "legal_basis",
    )
    list_select_related = ("scheme",)
    ordering = ("scheme__kind", "scheme__code", "-valid_from")
    list_before_template = "admin/backoffice/edition_deleted_link.html"
    # Django's own form is not shown; these are the columns that officials know.
    fields = (
        "code",
        "legal_basis",
        "valid_from",
        "valid_to",
        "opens_on",
        "closes_on",
        "correction_days",
        "deemed_approval",
        "authority",
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that write an edition and bring it into force."""
        own = [
            path(
                route,
                self.admin_site.admin_view(self._with_site_context(page)),
                name=f"programs_edition_{name}",
            )
            for route, name, page in _PAGES
        ]
        return [*own, *super().get_urls()]

    def _with_site_context(self, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **parts: Any) -> HttpResponse:
            return page(request, self.admin_site.each_context(request), **parts)

        return view

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return Edition.objects.select_related("scheme")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an edition; to a lead, a draft with its sections and what is left to do."""
        edition = self.get_object(request, object_id)
        if edition is None or not self.has_view_permission(request, edition):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        with_rows(edition)
        is_lead = may_manage_rules(current_user(request))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{edition.scheme.name} {edition.code}",
            "edition": edition,
            "may_manage_rules": is_lead,
        }
        if is_lead and not edition.is_published:
            context |= {
                **draft_context(edition, SUMMARY),
                "items": describe_edition(edition),
                "comparison": comparison_of(edition),
                # What has a section of its own is shown there.
                "panels": [panel for panel in edition_panels() if panel.section is None],
            }
            return backoffice_page(request, "admin/backoffice/edition_draft.html", context)
        context |= reading_context(edition)
        return backoffice_page(request, "admin/backoffice/edition.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what, also of a draft that was deleted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        edition = self.get_object(request, object_id)
        if edition is None:
            pk = parse_pk(object_id)
            edition = deleted_draft(pk) if pk is not None else None
        if edition is None:
            raise Http404
        return history_page(request, self.admin_site.each_context(request), edition)

    @admin.display(description=_("skema"))
    def scheme_name(self, edition: Edition) -> str:
        return edition.scheme.name
