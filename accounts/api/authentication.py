"""`Authorization: Token …` for programs, the session for pages; only a key's hash is compared."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.selectors.second_factor import owed_by
from accounts.selectors.tokens import find_token


class TokenAuthentication(BaseAuthentication):
    """No header leaves the request to the session; a wrong key is 401, never anonymous."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner of the key and the key; raises AuthenticationFailed (401)."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword.lower().encode():
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Kunci API tidak terbaca."))
        try:
            plain = words[1].decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed(_("Kunci API tidak terbaca.")) from None
        token = find_token(plain)
        if token is None:
            raise AuthenticationFailed(_("Kunci API tidak dikenal atau sudah berakhir."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What makes DRF answer 401 instead of 403 to those who did not say who they are."""
        return self.keyword


class ProvenSessionAuthentication(SessionAuthentication):
    """The session of a page; before the second step an official has only what is public."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The person; raises PermissionDenied `second_factor_required` (403)."""
        if owed_by(request._request) is not None and not _is_public(request):
            raise PermissionDenied(
                _("Selesaikan dulu verifikasi dua langkah."), code="second_factor_required"
            )
        return super().authenticate(request)


def _is_public(request: Request) -> bool:
    view = (request.parser_context or {}).get("view")
    return all(permission is AllowAny for permission in getattr(view, "permission_classes", ()))


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the session is described in OpenAPI."""

    target_class = ProvenSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the key is described in OpenAPI."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token and the key, such as `Token 3f9a…`.",
        }
