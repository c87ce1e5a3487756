"""Filling in an application: one page of questions at a time, then checking and sending."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from applications.models import Application
from applications.selectors.assessments import assessment_of
from applications.selectors.changes import changes_since_request
from applications.selectors.status import ApplicationStatus, status_of
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from applications.shared.applicant_access import (
    applicant_page,
    own_application,
    own_editable_application,
)
from applications.shared.page_context import forget_url, page_context
from applications.web.answers import groups_of, lines, profile_lines
from applications.web.corrections import corrections_of, profile_url
from applications.web.forms import DeclarationForm
from common.errors import FieldError, InvalidInput
from common.formats import time_wib
from programs.enums import Severity, Transition
from programs.messages.violations import violation_message
from programs.shared.loans import loan_of
from programs.shared.questions import Group, QuestionsForm

TO_LIST, TO_CHECK = "daftar", "periksa"


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, application_id: int, group: str) -> HttpResponse:
    """Show one page of questions; valid answers are stored even when others are invalid."""
    application = own_editable_application(request, application_id)
    groups = groups_of(application)
    page = next((item for item in groups if item.code == group), None)
    if page is None:
        raise Http404
    if request.method != "POST":
        form = QuestionsForm(page.questions, application.answers)
        return _questions_page(request, application, groups, page, form)
    form = QuestionsForm(page.questions, application.answers, request.POST)
    is_valid = form.is_valid()
    saved = save_answers(current_user(request), application.pk, form.answers())
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {"saved_at": time_wib(saved.updated_at), "complete": not _has_unreadable(form)}
        )
    leaving = request.POST.get("lalu") == TO_LIST
    if not is_valid and not (leaving and not _has_unreadable(form)):
        return _questions_page(request, application, groups, page, form)
    return redirect(_after(request, application, groups, page) + f"?tersimpan={page.code}")


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show all answers, the verdict and the declaration; sending leads to the receipt."""
    application = own_editable_application(request, application_id)
    form = DeclarationForm(application.scheme, request.POST if request.method == "POST" else None)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            perform(
                current_user(request), application.pk, Transition.SUBMIT, data={"declaration": True}
            )
            return redirect("application-receipt", application_id=application.pk)
        except InvalidInput as error:
            problems = [_problem(application, item) for item in error.errors]
    status = status_of(application, current_user(request))
    return render(
        request,
        "pengajuan/periksa.html",
        {
            **page_context(application),
            **_checked(application, status),
            "form": form,
            "problems": problems,
            "forget": forget_url(request, application),
        },
    )


@applicant_page
@require_safe
def instalments(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show the monthly cost of the requested loan, with the full table."""
    application = own_application(request, application_id)
    loan = loan_of(application.edition, assessment_of(application).facts)
    return render(request, "pengajuan/angsuran.html", {**page_context(application), "loan": loan})


def _questions_page(
    request: HttpRequest,
    application: Application,
    groups: list[Group],
    page: Group,
    form: QuestionsForm,
) -> HttpResponse:
    status = status_of(application, current_user(request))
    address = reverse("application-questions", args=[application.pk, page.code])
    here = [
        item
        for item in corrections_of(application, status)
        if item.url.partition("#")[0] == address
    ]
    context = {
        **page_context(application),
        "form": form,
        "page": page,
        "current": groups.index(page) + 1,
        # Documents and checking follow the questions.
        "total": len(groups) + 2,
        "then": request.POST.get("lalu") or request.GET.get("lalu") or "",
        "corrections": here,
        "reason": status.correction.reason if status.correction and here else "",
        "forget": forget_url(request, application),
    }
    return render(request, "pengajuan/pertanyaan.html", context)


def _after(request: HttpRequest, application: Application, groups: list[Group], page: Group) -> str:
    then = request.POST.get("lalu")
    if then == TO_LIST:
        return reverse("application", args=[application.pk])
    if then == TO_CHECK:
        return reverse("application-check", args=[application.pk])
    following = groups[groups.index(page) + 1 :]
    if following:
        return reverse("application-questions", args=[application.pk, following[0].code])
    return reverse("application-documents", args=[application.pk])


def _has_unreadable(form: QuestionsForm) -> bool:
    """Tell whether something was typed that cannot be stored."""
    return any(form[code].data for code in form.errors if code in form.fields)


def _checked(application: Application, status: ApplicationStatus) -> dict[str, object]:
    verdict = assessment_of(application).verdict
    texts = [(v.severity, violation_message(v)) for v in verdict.violations]
    groups = groups_of(application)
    unanswered = [group for group in groups if not group.is_answered(application.answers)]
    return {
        "unanswered": unanswered,
        "lacking": [row for row in status.documents if row.required and not row.has_file],
        "is_unchanged": status.correction is not None and not _changes(application),
        "sections": [(group, lines(application, group)) for group in groups],
        "profile": profile_lines(application.enterprise),
        "profile_url": profile_url(application, "application-check"),
        "documents": [row for row in status.documents if row.required or row.files],
        "blocking": [text for severity, text in texts if severity == Severity.BLOCKS],
        "warnings": [text for severity, text in texts if severity == Severity.WARNS],
        "loan": loan_of(application.edition, assessment_of(application).facts),
        "is_repeat": status.correction is not None,
        "total": len(groups) + 2,
    }


def _changes(application: Application) -> list[str]:
    return changes_since_request(application, list(application.events.order_by("id")))


def _problem(application: Application, error: FieldError) -> tuple[str, str]:
    """Return the sentence and the page where it is corrected; eligibility has no such page."""
    kind, _dot, code = (error.field or "").partition(".")
    if kind == "documents":
        labels = {item.code: item.label for item in application.edition.requirements.all()}
        url = reverse("application-document", args=[application.pk, code])
        return f"{labels.get(code, code)}: {error.message}", url
    if kind == "answers":
        for question in application.edition.questions.all():
            if question.code == code:
                url = reverse("application-questions", args=[application.pk, question.group])
                return f"{question.label} {error.message}", f"{url}?lalu=periksa#id_{code}"
    return str(error.message), ""
