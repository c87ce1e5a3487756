"""Figures, documents and stages of all editions; a lead verifies a row by stating its source.

After one row the next unverified row of the same source opens.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import role_label
from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.law.citation import citation
from programs.admin.edition.sections import sections_by_table
from programs.admin.unverified import place_url
from programs.messages.conditions import EditionNames
from programs.messages.figures import figure_text
from programs.models import Requirement, Rule, Stage
from programs.permissions import may_manage_rules
from programs.selectors.editions import name_of_row
from programs.selectors.unverified import Place, last_source_read, place_after, rows_to_verify
from programs.services.editions import verify
from reference.enums import Confidence

_VERIFIED = Q(confidence=Confidence.HIGH) | Q(verified_at__isnull=False)


class VerifiedFilter(admin.SimpleListFilter):
    """Filter by verification: a verified row may block an applicant, any other only warns."""

    title = _("verifikasi")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("no", _("belum diverifikasi")), ("yes", _("terverifikasi"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(_VERIFIED if self.value() == "yes" else ~_VERIFIED)


class SchemeFilter(admin.RelatedFieldListFilter):
    """Filter by the scheme of the edition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("skema")


class SourcedAdmin(ReadOnlyAdmin):
    """A row of an edition, its legal basis and its confidence.

    `content_fields` are the columns of the list with the content of the row, `table` its name in
    the scheme files.
    """

    table: ClassVar[str] = ""
    change_form_template: ClassVar[str] = "admin/backoffice/verify.html"
    content_fields: tuple[str, ...] = ()
    fields = ("legal_basis", "article", "source_url")
    list_filter = (VerifiedFilter, ("edition__scheme", SchemeFilter))
    list_select_related = ("edition__scheme",)
    ordering = ("edition__scheme__code", "-edition__valid_from", "position")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.content_fields, "edition_name", "basis", "verification")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow a lead to verify a row by stating its source; nobody edits the row itself here."""
        return obj is not None and may_manage_rules(current_user(request))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "source_url" in form.base_fields:
            form.base_fields["source_url"].required = True
            form.base_fields["source_url"].help_text = _(
                "Sumber yang Anda baca. Menyimpan berarti Anda memverifikasi ketentuan ini."
            )
        return form

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the row in names and units; to a lead, with its source to fill in."""
        row = self.get_object(request, object_id)
        if row is not None and self.has_view_permission(request, row):
            extra_context = {**(extra_context or {}), **self._row_context(row)}
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def _row_context(self, row: Any) -> dict[str, Any]:
        place = Place(self.table, row.pk)
        places = rows_to_verify(row.legal_basis)
        following = place_after(places, place)
        return {
            "name": name_of_row(row),
            "edition_name": self.edition_name(row),
            "items": sections_by_table()[self.table].describe(row, EditionNames(row.edition)),
            "left": len(places),
            "next_url": place_url(following) if following else "",
        }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Suggest the source in which the lead has just read another row of the regulation."""
        form, row = context["adminform"].form, obj
        if row is not None and not row.source_url and "source_url" in form.fields:
            source = last_source_read(current_user(request), row.legal_basis)
            form.initial["source_url"] = source
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The next row has the source that this one had before.
        obj.found_under = form.initial.get("legal_basis", obj.legal_basis)
        verify(current_user(request), obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Open the next unverified row of the same source, and say how many are left."""
        place = Place(self.table, obj.pk)
        places = rows_to_verify(obj.found_under, including=place)
        following = place_after(places, place)
        said = gettext("Terverifikasi: %(row)s.") % {"row": name_of_row(obj)}
        if following is None:
            messages.success(request, said)
            return redirect("admin:programs_unverified")
        left = len(places) - 1
        more = ngettext(
            "%(count)s baris lagi dari sumber ini.", "%(count)s baris lagi dari sumber ini.", left
        )
        messages.success(request, f"{said} {more % {'count': left}}")
        return redirect(place_url(following))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Put the least certain first among unverified rows: confidence L, then M."""
        if request.GET.get(VerifiedFilter.parameter_name) == "no":
            return ("confidence", *self.ordering)
        return self.ordering

    @admin.display(description=_("versi ketentuan"))
    def edition_name(self, row: Any) -> str:
        return f"{row.edition.scheme.name} {row.edition.code}"

    @admin.display(description=_("dasar hukum"))
    def basis(self, row: Any) -> str:
        return citation(row)

    @admin.display(description=_("verifikasi"))
    def verification(self, row: Any) -> Any:
        return _("terverifikasi") if row.is_verified else _("belum diverifikasi")


@admin.register(Rule)
class RuleAdmin(SourcedAdmin):
    """One figure."""

    table = "rule"
    content_fields = ("label_text", "figure", "regency")
    list_select_related = ("edition__scheme", "regency")  # type: ignore[assignment]

    @admin.display(description=_("uraian"))
    def label_text(self, rule: Rule) -> str:
        return rule.label

    def former_text(self, column: str, row: Any) -> str | None:
        return figure_text(row) if column == "value" else None

    @admin.display(description=_("nilai"))
    def figure(self, rule: Rule) -> str:
        return figure_text(rule)


@admin.register(Requirement)
class RequirementAdmin(SourcedAdmin):
    """One document."""

    table = "requirement"
    content_fields = ("label_text", "is_required")

    @admin.display(description=_("nama dokumen"))
    def label_text(self, requirement: Requirement) -> str:
        return requirement.label


@admin.register(Stage)
class StageAdmin(SourcedAdmin):
    """One stage: its days are a promise to the applicant."""

    table = "stage"
    content_fields = ("name_text", "role_text", "working_days")

    @admin.display(description=_("nama"))
    def name_text(self, stage: Stage) -> str:
        return stage.name

    @admin.display(description=_("peran"))
    def role_text(self, stage: Stage) -> str:
        return role_label(stage.role)
