"""Switching the language: by cookie for a visitor, in the account for a signed-in person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from accounts.models import User
from accounts.services.profile import choose_language


def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Set the language cookie; a signed-in person also gets mail in that language from now on."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        choose_language(request.user, language)
    return set_language(request)
