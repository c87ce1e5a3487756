"""Filling in an application: one page of questions at a time, then checking and sending."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from applications.models import Application
from applications.selectors.assessments import assessment_of
from applications.selectors.changes import changes_since_request
from applications.selectors.status import ApplicationStatus, status_of
from applications.services.drafts import SavedAnswers, answers_row, save_shown_answers
from applications.services.summaries import (
    SummaryChanged,
    submit_shown,
    summary_row,
    summary_values,
)
from applications.shared.applicant_access import (
    applicant_page,
    own_application,
    own_editable_application,
)
from applications.shared.kept_pages import may_be_kept
from applications.shared.page_context import forget_url, page_context
from applications.shared.signing import refusal_to_submit
from applications.web.answers import groups_of, lines, profile_lines
from applications.web.corrections import changed_sentence, corrections_of, profile_url
from applications.web.cost import cost_of
from applications.web.forms import DeclarationForm
from common.errors import FieldError, InvalidInput
from common.text.formats import time_wib
from common.web.form_pages import status_of_form
from programs.selectors.lacks import codes_of_documents
from programs.shared.lacks import lacks_in
from programs.shared.questions import Group, QuestionsForm
from programs.shared.reasons import reasons_of
from reference.selectors.terms import terms_in

TO_LIST, TO_CHECK = "daftar", "periksa"


@applicant_page
@may_be_kept
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, application_id: int, group: str) -> HttpResponse:
    """Show one page of questions; valid answers are stored even when others are invalid."""
    application = own_editable_application(request, application_id)
    groups = groups_of(application)
    page = next((item for item in groups if item.code == group), None)
    if page is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = QuestionsForm(page.questions, assessment_of(application).answers, data)
    stored = {code: application.answers.get(code) for code in form.questions}
    shown = form.guard(answers_row(application), stored)
    if data is None:
        return _questions_page(request, application, groups, page, form)
    is_valid = form.is_valid()
    saved = save_shown_answers(current_user(request), application.pk, form.answers(), shown)
    if request.headers.get("X-Autosave"):
        return _autosaved(form, saved)
    leaving = request.POST.get("lalu") == TO_LIST
    conflicts = saved.merge.conflicts
    if conflicts or (not is_valid and not (leaving and not _has_unreadable(form))):
        form.explain(saved.merge, changed_by(current_user(request), conflicts))
        return _questions_page(request, application, groups, page, form)
    return redirect(_after(request, application, groups, page) + f"?tersimpan={page.code}")


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show all answers, the verdict and the declaration; sending leads to the receipt.

    A declaration about anything but what the page showed is refused (409).
    """
    application = own_editable_application(request, application_id)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    problems: list[tuple[str, str]] = []
    code = 0
    if request.method == "POST" and form.is_valid():
        try:
            shown = form.guard(summary_row(application), {})
            submit_shown(current_user(request), application.pk, shown)
            return redirect("application-receipt", application_id=application.pk)
        except InvalidInput as error:
            problems = [_problem(application, item) for item in error.errors]
            code = error.status
        except SummaryChanged as error:
            problems, code = [(changed_sentence(application, error.fields), "")], error.status
            # To be read and ticked again.
            form = DeclarationForm()
    form.show_anew(summary_row(application), summary_values(application))
    status = status_of(application, current_user(request))
    context = {
        **page_context(application),
        **_checked(application, status),
        "not_head": refusal_to_submit(current_user(request), application),
        "form": form,
        "problems": problems,
        "forget": forget_url(request, application),
    }
    return render(request, "pengajuan/periksa.html", context, status=code or status_of_form(form))


@applicant_page
@require_safe
def instalments(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show the monthly cost of the requested loan, with the full table."""
    application = own_application(request, application_id)
    context = {**page_context(application), **cost_of(application)}
    return render(request, "pengajuan/angsuran.html", context)


def _autosaved(form: QuestionsForm, saved: SavedAnswers) -> JsonResponse:
    """Tell the page what it has shown by now, including what others wrote once it is sent whole."""
    told = _("Ada isian yang sementara itu juga diubah. Tekan Simpan untuk melihatnya.")
    conflicts = saved.merge.conflicts
    return JsonResponse(
        {
            "saved_at": time_wib(saved.application.updated_at),
            "complete": not conflicts and not _has_unreadable(form),
            "conflict": told if conflicts else "",
            "shown": str(saved.merge.saved),
        }
    )


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
        "terms": terms_in(f"{q.label} {q.help} {q.options}" for q in page.questions),
        "reason": status.correction.reason if status.correction and here else "",
        "forget": forget_url(request, application),
    }
    # Not 400 despite an error: what could be read is stored.
    return render(request, "pengajuan/pertanyaan.html", context, status=form.status)


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
    groups = groups_of(application)
    answers = assessment_of(application).answers
    unanswered = [group for group in groups if not group.is_answered(answers)]
    address = reverse("application-check", args=[application.pk])
    lacks = lacks_in(application.enterprise, application.edition, back=address)
    said_by_documents = codes_of_documents(application.edition)
    return {
        "lacks": [lacks] if lacks else [],
        "unanswered": unanswered,
        "lacking": [row for row in status.documents if row.required and not row.has_file],
        "is_unchanged": status.correction is not None and not _changes(application),
        "left_to_correct": [
            item for item in corrections_of(application, status) if not item.is_changed
        ],
        "sections": [(group, lines(application, group)) for group in groups],
        "profile": profile_lines(application.enterprise),
        "profile_url": profile_url(application, "application-check"),
        "documents": [row for row in status.documents if row.required or row.files],
        "outcome": verdict.outcome,
        "reasons": reasons_of(
            each for each in verdict.violations if each.code not in said_by_documents
        ),
        **cost_of(application),
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
    if kind == "enterprise":
        return str(error.message), profile_url(application, "application-check", code)
    if kind == "answers":
        for question in application.edition.questions.all():
            if question.code == code:
                url = reverse("application-questions", args=[application.pk, question.group])
                return f"{question.label} {error.message}", f"{url}?lalu=periksa#id_{code}"
    return str(error.message), ""
