"""The language of an answer: Indonesian first, English when chosen."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language_from_request


class IndonesianFirstMiddleware(LocaleMiddleware):
    """People choose with the switch; an API client may send Accept-Language.

    A page ignores the browser's language: many phones here were set to English by the shop, and
    their owners read Indonesian. A file fetched by a signed-in person has the language of pages.
    """

    def process_request(self, request: HttpRequest) -> None:
        is_program = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if not (is_program and request.path.startswith("/api/")):
            request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        language = get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
