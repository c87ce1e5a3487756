"""Rows of the law in one list, worst known first; a lead verifies one by stating its source."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.law import citation
from programs.permissions import may_govern
from programs.services.editions import verify
from reference.enums import Confidence

_VERIFIED = Q(confidence=Confidence.HIGH) | Q(verified_at__isnull=False)


class VerifiedFilter(admin.SimpleListFilter):
    """Rows that bind, and rows that only warn until somebody verifies them."""

    title = _("verifikasi")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("no", _("belum diverifikasi")), ("yes", _("terverifikasi"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(_VERIFIED if self.value() == "yes" else ~_VERIFIED)


class SourcedAdmin(ReadOnlyAdmin):
    """A row of an edition, its basis, and how well it is known; `saying` are what it says."""

    saying: tuple[str, ...] = ()
    list_filter = (VerifiedFilter, "edition__scheme")
    list_select_related: tuple[str, ...] = ("edition__scheme",)
    ordering = ("edition__scheme__code", "-edition__valid_from", "position")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.saying, "shown_edition", "basis", "standing")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        stated = ("legal_basis", "article", "confidence", "standing")
        verified = ("source_url", "verified_by", "verified_at")
        return (*self.saying, "shown_edition", *stated, *verified)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("shown_edition", "confidence", "standing", "verified_by", "verified_at")
        return (*self.saying, *fixed)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lead verifies a row by stating its source; nobody changes it here."""
        return obj is not None and may_govern(current_user(request))

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
        """What is not verified, worst first: recollections and conflicts, then single sources."""
        if request.GET.get(VerifiedFilter.parameter_name) == "no":
            return ("confidence", *self.ordering)
        return self.ordering

    @admin.display(description=_("versi ketentuan"))
    def shown_edition(self, row: Any) -> str:
        return f"{row.edition.scheme.name} {row.edition.code}"

    @admin.display(description=_("dasar hukum"))
    def basis(self, row: Any) -> str:
        return citation(row)

    @admin.display(description=_("verifikasi"))
    def standing(self, row: Any) -> Any:
        return _("terverifikasi") if row.is_verified else _("belum diverifikasi")
