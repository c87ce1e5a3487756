"""The applicant's pages after a decision: an objection to it, and a new draft like it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.shared.current_user import current_user
from applications.models import Application
from applications.services.copies import copy_to_draft
from applications.services.objections import file_objection
from applications.services.transitions import MAX_REASON
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.objection_box import ObjectionBox, objection_box
from applications.shared.page_context import page_context
from common.errors import REFUSED_FILE, Conflict, InvalidInput
from common.files.media_types import ACCEPTED_TYPES
from common.text.formats import date_long
from common.web.refusals import refused_file


class ObjectionForm(forms.Form):
    """Why the owner does not agree, and a document that shows it."""

    grounds = forms.CharField(
        label=gettext_lazy("Mengapa Anda tidak setuju?"),
        help_text=gettext_lazy(
            "Tulis bagian mana dari alasan penolakan yang keliru, dan apa yang sebenarnya."
        ),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Tulis mengapa Anda tidak setuju.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Bukti, bila ada"),
        help_text=gettext_lazy("Foto dari ponsel (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, application_id: int) -> HttpResponse:
    """Ask for the grounds of an objection, and file it."""
    application = own_application(request, application_id)
    box = objection_box(application, current_user(request))
    if box is None or not box.may_file:
        return redirect("application", application_id=application.pk)
    is_sent = request.method == "POST"
    form = ObjectionForm(request.POST, request.FILES) if is_sent else ObjectionForm()
    status = 200
    if is_sent:
        status = 400
        if form.is_valid():
            try:
                return _file(request, application, form)
            except InvalidInput as error:
                form.add_error("grounds" if error.field == "grounds" else "file", error.message)
            except Conflict as error:
                # What was typed stays where the store has no room for the file.
                if error.field != "file":
                    raise
                form.add_error("file", error.message)
                status = error.status
            except REFUSED_FILE as error:
                form.add_error("file", error.message)
                return refused_file(_page(request, application, form, box), error)
    return _page(request, application, form, box, status=status)


def _page(
    request: HttpRequest,
    application: Application,
    form: ObjectionForm,
    box: ObjectionBox,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {**page_context(application), "form": form, "objection_box": box}
    return render(request, "pengajuan/keberatan.html", context, status=status)


@applicant_page
@require_POST
def copy(request: HttpRequest, application_id: int) -> HttpResponse:
    """Copy a closed application into a new draft; one that is open already is opened instead."""
    application = own_application(request, application_id)
    try:
        draft = copy_to_draft(current_user(request), application.pk)
    except InvalidInput as error:
        # No version of the rules is in force today.
        messages.error(request, error.message)
        return redirect("application", application_id=application.pk)
    except Conflict as error:
        if error.code != "already_open" or not error.params.get("id"):
            raise
        messages.info(request, error.message)
        return redirect("application", application_id=error.params["id"])
    messages.success(
        request,
        _("Isi dan dokumen %(number)s disalin. Periksa, lalu kirim.")
        % {"number": application.number},
    )
    return redirect("application", application_id=draft.pk)


def _file(request: HttpRequest, application: Application, form: ObjectionForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    filed = file_objection(
        current_user(request),
        application.pk,
        grounds=form.cleaned_data["grounds"],
        upload=upload or None,
        filename=upload.name if upload else "",
    )
    messages.success(
        request,
        _("Keberatan terkirim. Dinas menjawab paling lambat %(day)s.")
        % {"day": date_long(filed.due_on)},
    )
    return redirect("application", application_id=application.pk)
