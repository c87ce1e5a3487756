"""How the public reaches each office; whoever is responsible for an office keeps it current."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficeContact
from accounts.selectors.offices import CONTACT_ROLES, may_edit_contact
from accounts.selectors.scope import bounds_of, is_official
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin


@admin.register(OfficeContact)
class OfficeContactAdmin(ModelAdmin):
    """All officials read the contacts; only those of the office or its province change one."""

    list_display = ("name", "regency", "contact_phone", "contact_whatsapp", "is_filled")
    list_filter = ("field", "regency")
    list_select_related = ("regency",)
    search_fields = ("name",)
    fields = ("name", "counter_address", "opening_hours", "contact_phone", "contact_whatsapp")
    readonly_fields = ("name",)
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(current_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow those who are responsible for this office; without one, for any office."""
        user = current_user(request)
        if obj is not None:
            return may_edit_contact(user, obj)
        return bool(user.is_superuser or bounds_of(user, CONTACT_ROLES))

    @admin.display(description=_("terisi"), boolean=True)
    def is_filled(self, office: OfficeContact) -> bool:
        return not office.is_empty
