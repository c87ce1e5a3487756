"""Rows of an office that its administrators keep and its officials read."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import OFFICIAL_ROLES, AgencyKind
from accounts.models import Agency
from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin
from letters.permissions import SETTING_ROLES, has_role, has_role_for, of_offices


class OfficeRowsAdmin(ModelAdmin):
    """Officials read the rows of offices in scope; administrators of an office or above it edit.

    `office_path` leads from a row to its office. Nothing is deleted: letters refer to it.
    """

    office_path: ClassVar[str] = "agency__"
    actions = None

    def office_of(self, row: Any) -> Agency:
        """Return the office of a row."""
        agency: Agency = row.agency
        return agency

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(of_offices(current_user(request), OFFICIAL_ROLES, self.office_path))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(current_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(current_user(request), SETTING_ROLES)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = current_user(request)
        if obj is None:
            return has_role(user, SETTING_ROLES)
        return has_role_for(user, SETTING_ROLES, self.office_of(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the offices that the person may set something for."""
        if db_field.name == "agency":
            allowed = of_offices(current_user(request), SETTING_ROLES)
            offices = Agency.objects.filter(allowed, kind=AgencyKind.OFFICE).order_by("name", "pk")
            kwargs["queryset"] = offices
            field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
            return _preselected(field)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _preselected(field: Any) -> forms.Field:
    """Choose the office for whoever has only one."""
    found: forms.ModelChoiceField[Any] = field
    only = list(found.queryset[:2]) if found.queryset is not None else []
    if len(only) == 1:
        found.initial = only[0].pk
    return found
