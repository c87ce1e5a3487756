"""Editions, each as one readable page: figures with their basis, documents, stages and words."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from common.formats import date_short
from programs.admin.officials import ReadOnlyAdmin
from programs.admin.pages import desk_page
from programs.admin.words import role_word
from programs.messages.figures import spoken_figure
from programs.models import Edition
from programs.selectors.words import general_word


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """The rules in force, and those that were."""

    list_display = ("shown_scheme", "code", "status_word", "from_day", "to_day", "legal_basis")
    list_select_related = ("scheme",)
    ordering = ("scheme__kind", "scheme__code", "-valid_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return Edition.objects.select_related("scheme")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        edition = self.get_object(request, object_id)
        if edition is None or not self.has_view_permission(request, edition):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"{edition.scheme.name} {edition.code}",
            "edition": edition,
            "rules": [
                (rule, spoken_figure(rule))
                for rule in edition.rules.select_related("regency", "verified_by")
            ],
            "stages": [(stage, role_word(stage.role)) for stage in edition.stages.all()],
            "requirements": edition.requirements.all(),
            "questions": edition.questions.all(),
            "words": [(general_word(w.state), w) for w in edition.outcome_words.all()],
        }
        return desk_page(request, "admin/desk/edition.html", context)

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
