"""The list of editions, and the page of one: figures with their basis, documents, stages, texts."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.enums import role_label
from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.formats import date_short
from programs.admin.edition.inlines import INLINES
from programs.admin.edition.publication import publish_page, successor_page
from programs.messages.figures import figure_text
from programs.models import Edition
from programs.permissions import may_manage_rules
from programs.selectors.labels import general_state_label
from programs.shared.edition_panel import edition_panels


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Every edition: read by officials, a draft edited by a lead."""

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

    fields = (
        ("code", "legal_basis"),
        ("valid_from", "valid_to"),
        ("opens_on", "closes_on"),
        ("partner_follows",),
    )
    inlines = INLINES

    def get_urls(self) -> list[URLPattern]:
        """Add the two pages that bring an edition into force: its successor, and publication."""
        return [
            path(
                "<int:edition_id>/berikutnya/",
                self.admin_site.admin_view(self._with_site_context(successor_page)),
                name="programs_edition_next",
            ),
            path(
                "<int:edition_id>/terbitkan/",
                self.admin_site.admin_view(self._with_site_context(publish_page)),
                name="programs_edition_publish",
            ),
            *super().get_urls(),
        ]

    def _with_site_context(self, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, edition_id: int) -> HttpResponse:
            return page(request, edition_id, self.admin_site.each_context(request))

        return view

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow a lead to change a draft; a published edition can only be succeeded."""
        return obj is not None and not obj.is_published and may_manage_rules(current_user(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return Edition.objects.select_related("scheme")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        edition = self.get_object(request, object_id)
        if edition is None or not self.has_view_permission(request, edition):
            raise Http404
        if self.has_change_permission(request, edition):
            extra = {"title": f"{edition.scheme.name} {edition.code}", "is_draft": True}
            editor: HttpResponse = super().change_view(request, object_id, form_url, extra)
            return editor
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"{edition.scheme.name} {edition.code}",
            "edition": edition,
            "rules": [
                (rule, figure_text(rule), isinstance(rule.value, list))
                for rule in edition.rules.select_related("regency", "verified_by")
            ],
            "stages": [(stage, role_label(stage.role)) for stage in edition.stages.all()],
            "requirements": edition.requirements.all(),
            "questions": edition.questions.all(),
            "panels": edition_panels(),
            "may_manage_rules": may_manage_rules(current_user(request)),
            "words": [(general_state_label(w.state), w) for w in edition.outcome_words.all()],
        }
        return backoffice_page(request, "admin/backoffice/edition.html", context)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        """Redirect to the check of the draft after it is saved."""
        if "_continue" in request.POST:
            same_page: HttpResponse = super().response_change(request, obj)
            return same_page
        return redirect("admin:programs_edition_publish", obj.pk)

    @admin.display(description=_("skema"))
    def scheme_name(self, edition: Edition) -> str:
        return edition.scheme.name

    @admin.display(description=_("status"))
    def status_text(self, edition: Edition) -> Any:
        return _("diterbitkan") if edition.status == "published" else _("rancangan")

    @admin.display(description=_("berlaku sejak"))
    def first_day(self, edition: Edition) -> str:
        return date_short(edition.valid_from)

    @admin.display(description=_("berlaku sampai"))
    def last_day(self, edition: Edition) -> Any:
        return date_short(edition.valid_to) if edition.valid_to else _("seterusnya")
