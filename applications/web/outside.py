"""The applicant's page to report a step outside the portal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from applications.kinds.outside_task import OutsideTask
from applications.kinds.registry import outside_task
from applications.models import Application, OutsideResult
from applications.policies.outside_steps import MAX_NOTE, MAX_NUMBER
from applications.selectors.outside_steps import owner_stage
from applications.services.outside_steps import report_step, step_row, step_values
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.handover import handed_over
from applications.shared.page_context import page_context
from common.errors import REFUSED_FILE, Conflict, InvalidInput
from common.files.media_types import ACCEPTED_TYPES
from common.web.form_errors import show_errors
from common.web.guarded_forms import GuardedForm
from common.web.refusals import refused_file


class ReportForm(GuardedForm):
    """The result of the step: done or not, with its number and a photo where there are any."""

    result = forms.ChoiceField(
        label=gettext_lazy("Bagaimana hasilnya?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu kabar.")},
    )
    number = forms.CharField(required=False, max_length=MAX_NUMBER)
    file = forms.FileField(
        label=gettext_lazy("Foto atau PDF dokumennya"),
        help_text=gettext_lazy("Foto dari ponsel (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk dinas"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, task: OutsideTask, *sent: object) -> None:
        super().__init__(*sent)  # type: ignore[arg-type]
        choices = [(OutsideResult.DONE.value, str(task.done))]
        if task.may_decline:
            choices.append((OutsideResult.DECLINED.value, _("Saya tidak jadi")))
        self.fields["result"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["result"].widget = forms.HiddenInput()
            self.fields["result"].initial = OutsideResult.DONE.value
        self.fields["number"].label = str(task.number)
        if not task.number:
            del self.fields["number"]
        elif task.needs_number and not task.may_decline:
            self.fields["number"].required = True
            said = _("Tulis %(what)s.") % {"what": task.number}
            self.fields["number"].error_messages["required"] = said
        if task.needs_photo and not task.may_decline:
            self.fields["file"].required = True
            said = _("Unggah foto atau PDF dokumennya.")
            self.fields["file"].error_messages["required"] = said

    def choose(self, result: str) -> None:
        """Preselect the result named by the button that led here; anything else is ignored."""
        if result in dict(self.fields["result"].choices):  # type: ignore[attr-defined]
            self.initial["result"] = result


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, application_id: int) -> HttpResponse:
    """Ask for the result of the step, and report it."""
    application = own_application(request, application_id)
    stage = owner_stage(application)
    is_sent = request.method == "POST"
    if stage is None:
        if is_sent:
            said = _("Langkah ini sudah tidak menunggu kabar Anda. Baca keadaannya di bawah ini.")
            messages.info(request, said)
        return redirect("application", application_id=application.pk)
    task = outside_task(application, stage)
    form = ReportForm(task, request.POST, request.FILES) if is_sent else ReportForm(task)
    form.choose(request.GET.get("hasil", ""))
    form.guard(step_row(application), step_values(stage))
    context = {
        **page_context(application),
        "form": form,
        "task": task,
        "stage": stage,
        "handover": handed_over(application, task),
        "send": _("Kirim kabar") if task.may_decline else task.done,
    }
    if not is_sent:
        return _page(request, context)
    if not form.is_valid():
        return _page(request, context, status=400)
    return _send(request, application, form, context)


def _send(
    request: HttpRequest, application: Application, form: ReportForm, context: dict[str, Any]
) -> HttpResponse:
    """Report what a valid form says, or show it again with what is wrong."""
    status = 400
    try:
        return _report(request, application, form)
    except InvalidInput as error:
        show_errors(form, error)
    except Conflict as error:
        # What was typed stays where the store has no room for the file.
        if error.field != "file":
            raise
        form.add_error("file", error.message)
        status = error.status
    except REFUSED_FILE as error:
        form.add_error("file", error.message)
        return refused_file(_page(request, context), error)
    return _page(request, context, status=status)


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "pengajuan/di_luar.html", context, status=status)


def _report(request: HttpRequest, application: Application, form: ReportForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    report_step(
        current_user(request),
        application.pk,
        result=form.cleaned_data["result"],
        number=form.cleaned_data.get("number", ""),
        note=form.cleaned_data["note"],
        upload=upload or None,
        filename=upload.name if upload else "",
        shown=form.shown,
    )
    messages.success(request, _("Terima kasih, kabar Anda sudah tercatat."))
    return redirect("application", application_id=application.pk)
