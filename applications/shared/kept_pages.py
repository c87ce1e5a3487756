"""Pages of an application that its applicant may keep on a phone (ADR 31).

The server decides what may be kept: only a response with the mark of account and enterprise is. A
page with anything as long as a NIK or NPWP gets no mark, whoever typed it.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.lifecycle import EDITABLE_STATES
from applications.models import Application
from applications.shared.applicant_access import own_application
from common.identity.crypto import keyed_digest

# By this header a page asks for a copy to keep, and by it the server allows one.
KEEP_HEADER: Final = "X-Simpan-HP"
# NPWP has 15 or 16 digits, NIK 16; people write them with dots, dashes of any kind or blanks too,
# and paste them with invisible characters.
_BETWEEN: Final = r"[\s.\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff-]"
_PERSONAL_NUMBER: Final = re.compile(rf"\d(?:{_BETWEEN}{{0,2}}\d){{14,}}")
_LENGTH: Final = 24
View = Callable[..., HttpResponse]


def kept_mark(user: User, application: Application) -> str:
    """Return the mark of what this account keeps of this enterprise's application."""
    digest = keyed_digest(purpose="kept-pages")
    digest.update(f"{user.pk}:{application.enterprise_id}:{application.pk}".encode())
    return digest.hexdigest()[:_LENGTH]


def kept_addresses(application: Application) -> list[str]:
    """Return the pages that may be kept: the task list, then the pages of questions."""
    groups = dict.fromkeys(question.group for question in application.edition.questions.all())
    pages = [reverse("application-questions", args=[application.pk, code]) for code in groups]
    return [reverse("application", args=[application.pk]), *pages]


def may_be_kept(view: View) -> View:
    """Mark the page of an application for keeping where it was asked for and may be."""

    @wraps(view)
    def marking(request: HttpRequest, application_id: int, *args: Any, **kwargs: Any) -> Any:
        response = view(request, application_id, *args, **kwargs)
        if KEEP_HEADER not in request.headers or request.method != "GET":
            return response
        if response.status_code != 200 or has_personal_number(response.content.decode()):
            return response
        application = own_application(request, application_id)
        if application.state in EDITABLE_STATES:
            response[KEEP_HEADER] = kept_mark(current_user(request), application)
        return response

    return marking


def has_personal_number(text: str) -> bool:
    """Tell whether a text holds a number as long as a NIK or NPWP."""
    return _PERSONAL_NUMBER.search(text) is not None
