"""Who may call the endpoints of supply."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import roles_of
from supply.selectors.exporters import is_exporter


class IsStaffOrExporter(BasePermission):
    """Allows reporting staff and the people of an exporter of record; 401 for visitors."""

    message = _("Halaman ini untuk eksportir dan petugas pelaporan.")
    code = "exporters_only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, User):
            return False
        return Role.STAFF in roles_of(request.user) or is_exporter(request.user)
