"""The page that an owner prints and takes to a bank; the portal sends nothing to any bank."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.models import Application
from applications.permissions import office_stages
from applications.selectors.status import status_of
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.page_context import page_context
from financing.selectors.bank_sheet import has_bank_sheet
from programs.messages.answers import counted_answer
from programs.selectors.answer_names import answer_name
from programs.shared.questions import in_groups

# What a bank asks about first; the other answers stay in the portal.
_LOAN_GROUP = "loan"


@applicant_page
@require_safe
def bank_sheet(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show the summary to print; 404 unless the office has decided to introduce the owner."""
    application = own_application(request, application_id)
    if not has_bank_sheet(application):
        raise Http404
    status = status_of(application, current_user(request))
    context = {
        **page_context(application),
        "loan": _loan(application),
        "stages": [stage.name for stage in office_stages(application)],
        "brought": [row.label for row in status.documents if row.files],
        "decided_at": application.decided_at,
    }
    return render(request, "financing/bank_sheet.html", context)


def _loan(application: Application) -> list[tuple[str, str]]:
    """Return the answers about the loan, worded for a reader who is not the owner."""
    kind = application.scheme.kind
    groups = in_groups(list(application.edition.questions.all()))
    return [
        (answer_name(kind, question), counted_answer(kind, question, value))
        for group in groups
        if group.code == _LOAN_GROUP
        for question in group.questions
        if (value := application.answers.get(question.code)) is not None
    ]
