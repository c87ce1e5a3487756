"""Figures of all editions in one list, to see which still wait to be verified."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.officials import ReadOnlyAdmin, official
from programs.messages.figures import spoken_figure
from programs.models import Rule
from programs.permissions import may_govern
from programs.services.editions import verify_rule
from reference.enums import Confidence

_VERIFIED = Q(confidence=Confidence.HIGH) | Q(verified_at__isnull=False)


class VerifiedFilter(admin.SimpleListFilter):
    """Rows that bind, and rows that only warn until somebody verifies them."""

    title = _("verifikasi")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("no", _("belum diverifikasi")), ("yes", _("terverifikasi"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> QuerySet[Rule]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(_VERIFIED if self.value() == "yes" else ~_VERIFIED)


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    """One figure, its basis, and how well it is known."""

    list_display = ("shown_label", "figure", "shown_edition", "basis", "standing")
    list_filter = (VerifiedFilter, "edition__scheme")
    list_select_related = ("edition__scheme", "regency")
    ordering = ("edition__scheme__code", "-edition__valid_from", "position")
    fields = (
        "shown_label",
        "figure",
        "shown_edition",
        "regency",
        "legal_basis",
        "article",
        "confidence",
        "standing",
        "source_url",
        "verified_by",
        "verified_at",
    )
    readonly_fields = (
        "shown_label",
        "figure",
        "shown_edition",
        "standing",
        "regency",
        "confidence",
        "verified_by",
        "verified_at",
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lead verifies a figure by stating its source; nobody changes it here."""
        return obj is not None and may_govern(official(request))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if "source_url" in form.base_fields:
            form.base_fields["source_url"].required = True
            form.base_fields["source_url"].help_text = _(
                "Sumber yang Anda baca. Menyimpan berarti Anda memverifikasi angka ini."
            )
        return form

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        verify_rule(official(request), obj)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What is not verified, worst first: recollections and conflicts, then single sources."""
        if request.GET.get(VerifiedFilter.parameter_name) == "no":
            return ("confidence", *self.ordering)
        return self.ordering

    @admin.display(description=_("uraian"))
    def shown_label(self, rule: Rule) -> str:
        return rule.label

    @admin.display(description=_("nilai"))
    def figure(self, rule: Rule) -> str:
        return spoken_figure(rule)

    @admin.display(description=_("versi ketentuan"))
    def shown_edition(self, rule: Rule) -> str:
        return f"{rule.edition.scheme.name} {rule.edition.code}"

    @admin.display(description=_("dasar hukum"))
    def basis(self, rule: Rule) -> str:
        return ", ".join(part for part in (rule.legal_basis, rule.article) if part)

    @admin.display(description=_("verifikasi"))
    def standing(self, rule: Rule) -> Any:
        return _("terverifikasi") if rule.is_verified else _("belum diverifikasi")
