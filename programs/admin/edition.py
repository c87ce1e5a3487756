"""Editions, each as one readable page: figures with their basis, documents, stages and words."""

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
from programs.admin.edition_rows import INLINES
from programs.admin.edition_steps import publish_page, successor_page
from programs.messages.figures import spoken_figure
from programs.models import Edition
from programs.permissions import may_govern
from programs.selectors.labels import general_word
from programs.shared.edition_panel import edition_panels


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """The rules in force, and those that were."""

    list_display = ("shown_scheme", "code", "status_word", "from_day", "to_day", "legal_basis")
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
        """The two steps that bring an edition into force stand beside its page."""
        return [
            path(
                "<int:edition_id>/berikutnya/",
                self.admin_site.admin_view(self._step(successor_page)),
                name="programs_edition_next",
            ),
            path(
                "<int:edition_id>/terbitkan/",
                self.admin_site.admin_view(self._step(publish_page)),
                name="programs_edition_publish",
            ),
            *super().get_urls(),
        ]

    def _step(self, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, edition_id: int) -> HttpResponse:
            return page(request, edition_id, self.admin_site.each_context(request))

        return view

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lead changes a draft; a published edition is succeeded."""
        return obj is not None and not obj.is_published and may_govern(current_user(request))

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
            more = {"title": f"{edition.scheme.name} {edition.code}", "is_draft": True}
            form: HttpResponse = super().change_view(request, object_id, form_url, more)
            return form
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"{edition.scheme.name} {edition.code}",
            "edition": edition,
            "rules": [
                (rule, spoken_figure(rule), isinstance(rule.value, list))
                for rule in edition.rules.select_related("regency", "verified_by")
            ],
            "stages": [(stage, role_label(stage.role)) for stage in edition.stages.all()],
            "requirements": edition.requirements.all(),
            "questions": edition.questions.all(),
            "panels": edition_panels(),
            "may_govern": may_govern(current_user(request)),
            "words": [(general_word(w.state), w) for w in edition.outcome_words.all()],
        }
        return backoffice_page(request, "admin/backoffice/edition.html", context)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        """Saved, a draft goes on to its check."""
        if "_continue" in request.POST:
            again: HttpResponse = super().response_change(request, obj)
            return again
        return redirect("admin:programs_edition_publish", obj.pk)

    @admin.display(description=_("skema"))
    def shown_scheme(self, edition: Edition) -> str:
        return edition.scheme.name

    @admin.display(description=_("status"))
    def status_word(self, edition: Edition) -> Any:
        return _("diterbitkan") if edition.status == "published" else _("rancangan")

    @admin.display(description=_("berlaku sejak"))
    def from_day(self, edition: Edition) -> str:
        return date_short(edition.valid_from)

    @admin.display(description=_("berlaku sampai"))
    def to_day(self, edition: Edition) -> Any:
        return date_short(edition.valid_to) if edition.valid_to else _("seterusnya")
