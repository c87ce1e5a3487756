"""Figures, documents and stages of all editions; a lead verifies a row by stating its source."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.law import citation
from programs.messages.figures import figure_text
from programs.models import Requirement, Rule, Stage
from programs.permissions import may_manage_rules
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


class SourcedAdmin(ReadOnlyAdmin):
    """A row of an edition, its legal basis and its confidence.

    `content_fields` are the columns with the content of the row.
    """

    content_fields: tuple[str, ...] = ()
    list_filter = (VerifiedFilter, "edition__scheme")
    list_select_related: tuple[str, ...] = ("edition__scheme",)
    ordering = ("edition__scheme__code", "-edition__valid_from", "position")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.content_fields, "edition_name", "basis", "verification")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        law = ("legal_basis", "article", "confidence", "verification")
        source = ("source_url", "verified_by", "verified_at")
        return (*self.content_fields, "edition_name", *law, *source)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("edition_name", "confidence", "verification", "verified_by", "verified_at")
        return (*self.content_fields, *fixed)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow a lead to verify a row by stating its source; nobody edits the row itself here."""
        return obj is not None and may_manage_rules(current_user(request))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if "source_url" in form.base_fields:
            form.base_fields["source_url"].required = True
            form.base_fields["source_url"].help_text = _(
                "Sumber yang Anda baca. Menyimpan berarti Anda memverifikasi ketentuan ini."
            )
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        verify(current_user(request), obj)

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

    content_fields = ("label_text", "figure", "regency")
    list_select_related = ("edition__scheme", "regency")

    @admin.display(description=_("uraian"))
    def label_text(self, rule: Rule) -> str:
        return rule.label

    @admin.display(description=_("nilai"))
    def figure(self, rule: Rule) -> str:
        return figure_text(rule)


@admin.register(Requirement)
class RequirementAdmin(SourcedAdmin):
    """One document."""

    content_fields = ("label_text", "is_required")

    @admin.display(description=_("nama dokumen"))
    def label_text(self, requirement: Requirement) -> str:
        return requirement.label


@admin.register(Stage)
class StageAdmin(SourcedAdmin):
    """One stage: its days are a promise to the applicant."""

    content_fields = ("name_text", "role", "working_days")

    @admin.display(description=_("nama"))
    def name_text(self, stage: Stage) -> str:
        return stage.name
