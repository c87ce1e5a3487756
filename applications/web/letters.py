"""The download of a letter of the office by those who see its application."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.permissions import applicant_role
from applications.selectors.access import application_for
from applications.selectors.letters import letters_of
from applications.shared.applicant_access import applicant_page
from letters.services.files import filename_of, open_letter
from letters.services.openings import record_opening


@applicant_page
@require_safe
def letter(request: HttpRequest, application_id: int, letter_id: int) -> HttpResponseBase:
    """Send the signed PDF to save; 404 while it waits for its signature."""
    user = current_user(request)
    application = application_for(user, application_id)
    found = get_object_or_404(letters_of(application), pk=letter_id)
    file = open_letter(found)
    if not applicant_role(user, application):
        record_opening(user, found)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=filename_of(found),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
