"""An applicant's applications: the list, a new one, the status of one, its withdrawal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.selectors.offices import offices_to_ask
from accounts.shared.current_user import current_user
from applications.kinds.registry import outcome_of
from applications.lifecycle import EDITABLE_STATES
from applications.permissions import allowed_transitions
from applications.selectors.access import of_applicant
from applications.selectors.clock import closed_days_until_due
from applications.selectors.outside_steps import latest_reports, waits_for_owner
from applications.selectors.remarks import messages_of
from applications.selectors.status import status_of
from applications.services.drafts import create_draft, fitting_answers
from applications.services.transitions import perform
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.application_rows import application_row
from applications.shared.kept_pages import may_be_kept
from applications.shared.letter_box import letter_lines
from applications.shared.objection_box import objection_box
from applications.shared.outside_box import outside_box
from applications.shared.page_context import forget_url, page_context
from applications.shared.signing import refusal_to_submit
from applications.shared.turn_box import prepared_box
from applications.web.answers import groups_of, sent_lines
from applications.web.corrections import corrections_of
from applications.web.cost import cost_of
from applications.web.forms import EnterpriseChoiceForm, WithdrawForm
from applications.web.progress import corrected_at, decision_reason, timeline
from applications.web.task_list import task_list
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from enterprises.selectors.enterprises import owned_by
from enterprises.selectors.owner_notices import notices_of_file
from programs.enums import State, Transition
from programs.messages.request_words import request_words
from programs.selectors.calls import closed_because
from programs.selectors.catalogue import edition_today
from programs.shared.lacks import own_lacks
from programs.shared.precheck import stored_answers

_PAGE_SIZE = 20


@applicant_page
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """List what waits for the applicant, then the rest, newest first."""
    own_applications = of_applicant(current_user(request)).prefetch_related(
        "edition__stages", "edition__outcome_words"
    )
    waiting = list(own_applications.filter(waits_for_owner())[: _PAGE_SIZE + 1])
    try:
        page = keyset_page(
            own_applications.filter(~waits_for_owner()),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE_SIZE,
        )
    except InvalidInput:
        return redirect("applications")
    closed = closed_days_until_due([*waiting, *page.items])
    context = {
        "my_turn": [application_row(item, closed) for item in waiting],
        "others": [application_row(item, closed) for item in page.items],
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "pengajuan/daftar.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the enterprise; the answers of the pre-check are carried over."""
    edition = edition_today(code)
    owned = list(owned_by(current_user(request)))
    form = EnterpriseChoiceForm(owned, request.POST if request.method == "POST" else None)
    open_application = None
    if request.method == "POST" and owned and form.is_valid():
        chosen = int(form.cleaned_data["enterprise"])
        enterprise = next(each for each in owned if each.pk == chosen)
        try:
            created = create_draft(
                current_user(request),
                scheme=code,
                enterprise_id=chosen,
                # The session may be older than the edition in force.
                answers=fitting_answers(edition, enterprise, stored_answers(request, code)),
            )
            return redirect("application", application_id=created.pk)
        except Conflict as error:
            open_application = error.params.get("id")
            form.add_error("enterprise", error.message)
    context = {
        "edition": edition,
        "scheme": edition.scheme,
        "closed": closed_because(edition, clock.today()),
        "form": form,
        "owned": owned,
        "lacks": own_lacks(current_user(request), edition, back=request.path),
    }
    context["open_application"] = open_application
    return render(request, "pengajuan/mulai.html", context, status=status_of_form(form))


@applicant_page
@may_be_kept
@require_safe
def application_detail(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show the status of the application and, while it may be edited, what is left to do."""
    application = own_application(request, application_id)
    status = status_of(application, current_user(request))
    corrections = corrections_of(application, status)
    context = {
        **page_context(application),
        "status": status,
        "corrections": corrections,
        "can_withdraw": Transition.WITHDRAW
        in allowed_transitions(current_user(request), application),
        "timeline": timeline(
            application,
            status,
            latest_reports(application),
            list(application.objections.order_by("id")),
        ),
        "office_messages": messages_of(application),
        "owner_notices": notices_of_file(f"/pengajuan/{application.pk}/")[:_PAGE_SIZE],
        "ask": offices_to_ask(application.scheme.agency_field, application.office_regency),
    }
    if application.state in EDITABLE_STATES:
        not_head = refusal_to_submit(current_user(request), application)
        if not_head and application.state == State.DRAFT:
            closed = closed_days_until_due([application])
            context["box"] = prepared_box(application, closed, not_head)
        context |= {
            "tasks": task_list(application, status, corrections, not_head=not_head),
            "sheets": [
                row
                for row in status.documents
                if row.has_sheet and row.required and not row.has_file
            ],
            **cost_of(application),
            "forget": forget_url(request, application),
        }
        return render(request, "pengajuan/tugas.html", context)
    context |= {
        "panel": outcome_of(application).applicant_panel(application, current_user(request)),
        "reason": decision_reason(status),
        "objection_box": objection_box(application, current_user(request)),
        "outside": outside_box(application, current_user(request)),
        "letters": letter_lines(application) if application.decided_at else (),
        "sent": [row for row in status.documents if row.files],
        "sections": [
            (group, sent_lines(application, group, status.history))
            for group in groups_of(application)
        ],
    }
    return render(request, "pengajuan/keadaan.html", context)


@applicant_page
@require_safe
def receipt(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show number, next step, who has to act and by when, to be printed or saved."""
    application = own_application(request, application_id)
    if application.submitted_at is None:
        return redirect("application", application_id=application.pk)
    status = status_of(application, current_user(request))
    return render(
        request,
        "pengajuan/tanda_terima.html",
        {**page_context(application), "status": status, "corrected_at": corrected_at(status)},
    )


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Ask for confirmation, then withdraw the application."""
    application = own_application(request, application_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        perform(
            current_user(request),
            application.pk,
            Transition.WITHDRAW,
            reason=form.cleaned_data["reason"],
        )
        said = _("Pengajuan sudah ditarik.") if application.submitted_at else _("Draf dibatalkan.")
        messages.success(request, request_words(said, application.scheme.kind))
        return redirect("application", application_id=application.pk)
    if Transition.WITHDRAW not in allowed_transitions(current_user(request), application):
        return redirect("application", application_id=application.pk)
    context = {**page_context(application), "form": form}
    return render(request, "pengajuan/tarik.html", context, status=status_of_form(form))
