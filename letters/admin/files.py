"""The files of a letter: its preview before it is signed, and what was issued."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import FileResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.errors import Conflict, NotFound
from letters.admin.letter_page import letter_in_scope
from letters.enums import LetterStatus
from letters.models import Letter
from letters.render.pdf import page_pictures, typeset
from letters.services.files import filename_of, open_letter
from letters.services.openings import record_opening
from letters.services.preview import preview_content

_PDF: Final = "application/pdf"


@require_safe
def preview_file(request: HttpRequest, context: dict[str, Any], letter_id: int) -> HttpResponseBase:
    """Send a letter that waits for its signature as it would be now, as PDF to save."""
    user = current_user(request)
    letter = _waiting(user, letter_id)
    try:
        pdf = typeset(preview_content(letter))
    except Conflict as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("admin:letters_letter", args=[letter.pk]))
    record_opening(user, letter)
    response = HttpResponse(pdf, content_type=_PDF)
    response["Content-Disposition"] = f'attachment; filename="pratinjau-{letter.pk}.pdf"'
    return _private(response)


@require_safe
def preview_picture(
    request: HttpRequest, context: dict[str, Any], letter_id: int, number: int
) -> HttpResponseBase:
    """Send one page of the same, from 1, as a picture; 404 past the last one."""
    letter = _waiting(current_user(request), letter_id)
    pages = page_pictures(preview_content(letter))
    if not 1 <= number <= len(pages):
        raise Http404
    return _private(HttpResponse(pages[number - 1], content_type="image/png"))


@require_safe
def issued_file(request: HttpRequest, context: dict[str, Any], letter_id: int) -> HttpResponseBase:
    """Send the issued PDF to save; 404 where there is none."""
    user = current_user(request)
    letter = letter_in_scope(user, letter_id)
    try:
        file = open_letter(letter)
    except NotFound as error:
        raise Http404 from error
    record_opening(user, letter)
    name = filename_of(letter)
    return _private(FileResponse(file, as_attachment=True, filename=name, content_type=_PDF))


def _waiting(user: User, letter_id: int) -> Letter:
    letter = letter_in_scope(user, letter_id)
    if letter.status != LetterStatus.WAITING:
        raise Http404
    return letter


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
