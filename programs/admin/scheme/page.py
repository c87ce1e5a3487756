"""The list of schemes, read by every official; a lead adds a new one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.selectors.scope import is_official
from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.base import TabularInline
from programs.admin.edition.columns import EditionColumns
from programs.admin.edition.log import log_beginning
from programs.admin.scheme.form import SchemeForm
from programs.kinds.registry import kind_of, kinds
from programs.models import Edition, Scheme
from programs.permissions import may_manage_rules
from programs.selectors.editions import drafts_of
from programs.services.editions import create_scheme


class EditionInline(EditionColumns, TabularInline):
    """The editions of a scheme, newest first, each with its own page."""

    model = Edition
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ("code", "status_text", "first_day", "last_day", "legal_basis")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return is_official(current_user(request))

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Scheme)
class SchemeAdmin(ReadOnlyAdmin):
    """What people may apply for."""

    list_display = ("name_text", "kind_name", "agency_field", "is_open")
    ordering = ("kind", "code")
    fields = (
        "name_id",
        "name_en",
        "code",
        "kind_name",
        "agency_field",
        "summary_id",
        "summary_en",
        "product_id",
        "product_en",
        "fee_id",
        "fee_en",
        "document_kind",
        "is_open",
    )
    readonly_fields = ("kind_name",)
    inlines = (EditionInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow a lead to add a scheme; it takes no applications until an edition is published."""
        return may_manage_rules(current_user(request))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        options = kwargs if obj else {"form": SchemeForm, **kwargs}
        return super().get_form(request, obj, change, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return super().get_fieldsets(request, obj)
        return [
            (None, {"fields": ("pattern", *SchemeForm.Meta.fields)}),
            *(
                (gettext(kind.title), {"fields": tuple(kind.scheme_fields)})
                for kind in kinds()
                if kind.scheme_fields
            ),
        ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Scheme, form: Any, change: bool) -> None:
        pattern = form.cleaned_data["pattern"]
        log_beginning(request, create_scheme(current_user(request), obj, pattern=pattern))

    def response_add(
        self, request: HttpRequest, obj: Scheme, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Redirect to the draft, where the work continues."""
        return redirect("admin:programs_edition_change", drafts_of(obj)[0].pk)

    @admin.display(description=_("jenis"))
    def kind_name(self, scheme: Scheme) -> str:
        return gettext(kind_of(scheme.kind).name)

    @admin.display(description=_("skema"))
    def name_text(self, scheme: Scheme) -> str:
        return scheme.name
