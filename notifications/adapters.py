"""The portal's changes to allauth: mail goes through the outbox, and the page after signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import User
from notifications.enums import MessageKey
from notifications.services.outbox import enqueue


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Writes account mail to the outbox, and chooses the page that follows signing in."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the mail now, in the visitor's language, and leave sending it to a worker.

        The text holds a secret link; the outbox wipes it when the message has ended.
        """
        request = allauth_context.request
        mail = self.render_mail(
            template_prefix,
            email,
            {"request": request, "email": email, "current_site": get_current_site(request)}
            | context,
        )
        enqueue(
            key=MessageKey.ACCOUNT_MAIL,
            address=email,
            context={
                "subject": mail.subject,
                "body": mail.body,
                "language": get_language(),
            },
        )

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Sign the person in; a new device gets the language they chose before."""
        response: HttpResponse = super().post_login(request, user, **options)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                samesite="Lax",
            )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the queue for officials, the list of their applications for everybody else."""
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))
