"""The portal's changes to allauth: mail goes through the outbox, and the page after signing in.

Links in messages begin with PORTAL_URL: the host of a request is chosen by its sender.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts.messages.sign_in import SIGN_IN_ERRORS
from accounts.models import User
from accounts.services.sign_in_limits import device_knowing_name
from common.identity.addresses import check_address
from common.web.client_address import client_address
from common.web.own_paths import own_path
from notifications.enums import MessageKey
from notifications.services.outbox import enqueue


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Writes account mail to the outbox, and chooses the page that follows signing in."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SIGN_IN_ERRORS}

    def clean_email(self, email: str) -> str:
        """Return the address for an account, new or present. Raises ValidationError."""
        check_address(email)
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the mail now, in the visitor's language, and leave sending it to a worker.

        The text holds a secret link: the outbox seals it, and wipes it when the message has ended.
        """
        mail = self.render_mail(
            template_prefix,
            email,
            {"request": allauth_context.request, "email": email} | context | _own_links(context),
        )
        enqueue(
            key=MessageKey.ACCOUNT_MAIL,
            address=email,
            context={"language": get_language()},
            secret={"subject": mail.subject, "body": mail.body},
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link to choose a new password."""
        parts = {"uidb36": "UID", "key": "KEY"}
        path = reverse("account_reset_password_from_key", kwargs=parts)
        return portal_link(path.replace("UID-KEY", quote(key)))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link that confirms an address; on another device too it leads on to `next`."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        then = own_path(request.POST.get("next") or request.GET.get("next") or "")
        return portal_link(f"{path}?{urlencode({'next': then})}" if then else path)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits count, as the trusted proxies report it."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt against its network, unless the device is known for the person.

        The wrong passwords of a known device are counted separately, so that nobody else in the
        network can use them up.
        """
        if device_knowing_name(request, credentials) is None:
            super().pre_authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Sign the person in; a new device gets the language they chose before."""
        response: HttpResponse = super().post_login(request, user, **options)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the queue for officials, the list of their applications for everyone else."""
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))


def portal_link(path: str) -> str:
    """Return the link to a path of the portal, as messages show it."""
    return f"{settings.PORTAL_URL}{path}"


def _own_links(context: Mapping[str, Any]) -> dict[str, str]:
    """Return the links that allauth built from the host of the request, built again."""
    pages = [("signup_url", "account_signup")]
    if "key" not in context:
        # Not the link of one request, but the page where one is asked for.
        pages.append(("password_reset_url", "account_reset_password"))
    return {name: portal_link(reverse(page)) for name, page in pages if name in context}
