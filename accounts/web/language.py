"""Switching the language, for a visitor by cookie and for a person for good."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from accounts.models import User
from accounts.services.profile import choose_language


def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Django's own switch; a signed-in person also gets their mail in that language."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        choose_language(request.user, language)
    return set_language(request)
