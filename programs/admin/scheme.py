"""Schemes, for reading."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin import TabularInline
from programs.admin.officials import ReadOnlyAdmin, is_official
from programs.models import Edition, Scheme

_KINDS = {
    "financing": _("pembiayaan"),
    "permit": _("perizinan"),
    "mentoring": _("pendampingan"),
    "exhibition": _("pameran"),
    "training": _("pelatihan"),
}


class EditionInline(TabularInline):
    """The editions of a scheme, newest first, each with its own page."""

    model = Edition
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ("code", "status", "valid_from", "valid_to", "legal_basis")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return is_official(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Scheme)
class SchemeAdmin(ReadOnlyAdmin):
    """What people may apply for."""

    list_display = ("shown_name", "kind_word", "agency_field", "is_open")
    ordering = ("kind", "code")
    fields = (
        "name_id",
        "name_en",
        "code",
        "kind",
        "agency_field",
        "summary_id",
        "summary_en",
        "is_open",
    )
    inlines = (EditionInline,)

    @admin.display(description=_("jenis"))
    def kind_word(self, scheme: Scheme) -> str:
        return str(_KINDS[scheme.kind])

    @admin.display(description=_("skema"))
    def shown_name(self, scheme: Scheme) -> str:
        return scheme.name
