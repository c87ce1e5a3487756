"""The printable sheet of one document, filled with what the portal knows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.messages.document_sheets import sheet_text
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.page_context import page_context


@applicant_page
@require_safe
def sheet(request: HttpRequest, application_id: int, requirement: str) -> HttpResponse:
    """Show the sheet to print; 404 for a document that has none."""
    application = own_application(request, application_id)
    row = application.edition.requirements.exclude(template="").filter(code=requirement).first()
    if row is None:
        raise Http404
    context = {
        **page_context(application),
        "requirement": row,
        "text": sheet_text(application, row),
    }
    return render(request, "pengajuan/lembar.html", context)
