"""Who may call an endpoint at all; selectors decide which rows they see there."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.selectors.scope import roles_of


class IsOfficial(BasePermission):
    """Allows people with a posting in force; 401 for visitors, 403 for everyone else."""

    message = _("Halaman ini untuk petugas dinas.")
    code = "officials_only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(roles_of(request.user) & (OFFICIAL_ROLES | REVIEW_ROLES))


class IsNotOfficial(BasePermission):
    """Allows owners and helpers: signed in, without a posting other than a helper's."""

    message = _("Tindakan ini untuk pelaku usaha dan pendamping.")
    code = "applicants_only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.is_authenticated) and not roles_of(request.user) - {Role.HELPER}
