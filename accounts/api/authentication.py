"""`Authorization: Token …` for programs; only the hash of the key is compared."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
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
