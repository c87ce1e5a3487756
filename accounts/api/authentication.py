"""Authentication by `Authorization: Token …` for programs and by session for pages."""

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
from accounts.selectors.second_factor import factors_of, pending_step, requires_second_factor
from accounts.selectors.tokens import find_token


class TokenAuthentication(BaseAuthentication):
    """Authentication by API key: a wrong key is 401, a missing header leaves it to the session."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the owner of the key and the key, or None without a header.

        Raises AuthenticationFailed (401), also for an official without a second factor.
        """
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
        # A posting may have begun, and a factor have been reset, since the key was issued.
        if requires_second_factor(token.user) and not factors_of(token.user):
            raise AuthenticationFailed(
                _("Kunci ini milik petugas yang belum memasang langkah kedua.")
            )
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Return the WWW-Authenticate value, without which DRF answers 403 instead of 401."""
        return self.keyword


class VerifiedSessionAuthentication(SessionAuthentication):
    """Authentication by session; before the second factor an official sees only what is public."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the signed-in person; raises PermissionDenied `second_factor_required` (403)."""
        if pending_step(request._request) is not None and not _is_public(request):
            raise PermissionDenied(
                _("Selesaikan dulu verifikasi dua langkah."), code="second_factor_required"
            )
        return super().authenticate(request)


def _is_public(request: Request) -> bool:
    view = (request.parser_context or {}).get("view")
    return all(permission is AllowAny for permission in getattr(view, "permission_classes", ()))


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session in the OpenAPI schema."""

    target_class = VerifiedSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The API key in the OpenAPI schema."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token and the key, such as `Token 3f9a…`.",
        }
