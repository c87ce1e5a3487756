"""Who may call the endpoints of applications at all."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from accounts.selectors.scope import roles_of
from enterprises.selectors.enterprises import owned_by


class MayApply(BasePermission):
    """Everyone signed in may read; owners and helpers may apply.

    An official who acts for an enterprise of their own may apply for it, but never review it.
    """

    message = _("Tindakan ini untuk pelaku usaha dan pendamping.")
    code = "applicants_only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, User):
            return False
        if request.method in SAFE_METHODS or not roles_of(request.user):
            return True
        return bool(owned_by(request.user).exists())
