"""An applicant's applications: the list, a new one, where one stands, taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from applications.kinds.registry import outcome_of
from applications.lifecycle import EDITABLE_STATES
from applications.permissions import allowed_transitions
from applications.selectors.access import of_applicant
from applications.selectors.status import status_of
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from applications.shared import labels
from applications.shared.frame import forget_url, frame
from applications.shared.guards import applicant_page, my_application
from applications.web.answers import groups_of, lines
from applications.web.corrections import corrections_of
from applications.web.forms import EnterpriseChoiceForm, WithdrawForm
from applications.web.progress import decision_reason, objection, timeline
from applications.web.tasks_page import task_list
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from enterprises.selectors.enterprises import owned_by
from programs.enums import State, Transition
from programs.selectors.catalogue import edition_today
from programs.selectors.verdicts import facts_of
from programs.shared.figures import loan_of
from programs.shared.precheck import stored_answers

PAGE = 20


@applicant_page
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Whose turn it is first, then the rest, newest first."""
    mine = of_applicant(current_user(request)).prefetch_related("edition__outcome_words")
    waiting = list(mine.filter(state__in=EDITABLE_STATES)[: PAGE + 1])
    try:
        page = keyset_page(
            mine.exclude(state__in=EDITABLE_STATES),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=PAGE,
        )
    except InvalidInput:
        return redirect("applications")
    closed = labels.closed_for([*waiting, *page.items])
    context = {
        "mine": [labels.row(item, closed) for item in waiting],
        "others": [labels.row(item, closed) for item in page.items],
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "pengajuan/daftar.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Chooses the enterprise; what the pre-check already knows is taken along."""
    edition = edition_today(code)
    owned = list(owned_by(current_user(request)))
    form = EnterpriseChoiceForm(owned, request.POST if request.method == "POST" else None)
    other = None
    if request.method == "POST" and owned and form.is_valid():
        known = {question.code for question in edition.questions.all()}
        told = {key: v for key, v in stored_answers(request, code).items() if key in known}
        try:
            made = create_draft(
                current_user(request),
                scheme=code,
                enterprise_id=int(form.cleaned_data["enterprise"]),
                answers=told,
            )
            return redirect("application", application_id=made.pk)
        except Conflict as error:
            other = error.params.get("id")
            form.add_error("enterprise", error.message)
    context = {"edition": edition, "scheme": edition.scheme, "form": form, "owned": owned}
    return render(request, "pengajuan/mulai.html", {**context, "other": other})


@applicant_page
@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """Where the application stands; while it is with the applicant, what is left to do."""
    found = my_application(request, application_id)
    status = status_of(found, current_user(request))
    corrections = corrections_of(found, status)
    context = {
        **frame(found),
        "status": status,
        "corrections": corrections,
        "can_withdraw": Transition.WITHDRAW in allowed_transitions(current_user(request), found),
        "timeline": timeline(found, status),
    }
    if found.state in EDITABLE_STATES:
        context |= {
            "tasks": task_list(found, status, corrections),
            "loan": loan_of(found.edition, facts_of(found.enterprise, found.answers)),
            "forget": forget_url(request, found),
        }
        return render(request, "pengajuan/tugas.html", context)
    context |= {
        "panel": outcome_of(found).applicant_panel(found, current_user(request)),
        "reason": decision_reason(status),
        "objection": objection(found),
        "sent": [row for row in status.documents if row.files],
        "sections": [(group, lines(found, group, change=False)) for group in groups_of(found)],
    }
    return render(request, "pengajuan/keadaan.html", context)


@applicant_page
@require_safe
def receipt(request: HttpRequest, application_id: int) -> HttpResponse:
    """Number, next step, whose turn and until when; made to be printed or kept."""
    found = my_application(request, application_id)
    if found.state == State.DRAFT:
        return redirect("application", application_id=found.pk)
    status = status_of(found, current_user(request))
    return render(request, "pengajuan/tanda_terima.html", {**frame(found), "status": status})


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Asks once more, then takes the application back."""
    found = my_application(request, application_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        perform(
            current_user(request),
            found.pk,
            Transition.WITHDRAW,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Pengajuan sudah ditarik."))
        return redirect("application", application_id=found.pk)
    if Transition.WITHDRAW not in allowed_transitions(current_user(request), found):
        return redirect("application", application_id=found.pk)
    return render(request, "pengajuan/tarik.html", {**frame(found), "form": form})
