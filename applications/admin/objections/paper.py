"""Recording an objection that the owner handed in on paper, with a picture of the letter."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.admin.objections.listing import file_address
from applications.models import Application, Objection
from applications.permissions import may_record_objection
from applications.selectors.access import application_for
from applications.selectors.objections import latest_rejection, may_still_come
from applications.services.paper_objections import record_objection
from applications.services.transitions import MAX_REASON
from common.admin.page import backoffice_page
from common.errors import REFUSED_FILE, Conflict, InvalidInput, NotFound
from common.files.media_types import ACCEPTED_TYPES
from common.web.fields import DayField
from common.web.form_errors import show_errors
from common.web.refusals import refused_file


class PaperForm(forms.Form):
    """When the letter arrived, what it says, and its picture."""

    received_on = DayField(
        label=gettext_lazy("Diterima pada"),
        error_messages={"required": gettext_lazy("Isi tanggal terima surat.")},
    )
    grounds = forms.CharField(
        label=gettext_lazy("Isi keberatan"),
        help_text=gettext_lazy("Salin alasan pelaku usaha seperti tertulis di suratnya."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Salin isi suratnya.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Foto atau pindaian surat"),
        help_text=gettext_lazy(
            "Dengan tanggal terima dan tanda tangannya. JPEG, PNG, WebP, atau PDF, paling besar "
            "10 MB."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
        error_messages={"required": gettext_lazy("Lampirkan foto atau pindaian suratnya.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_page(request: HttpRequest, context: dict[str, Any], application_id: int) -> HttpResponse:
    """Ask for the letter, and record it; on a conflict lead back to the file."""
    user = current_user(request)
    application = _application(user, application_id)
    if not may_still_come(application):
        messages.info(request, _("Keberatan atas berkas ini sudah ada, atau tidak berlaku lagi."))
        return HttpResponseRedirect(file_address(application.pk))
    is_sent = request.method == "POST"
    form = PaperForm(request.POST, request.FILES) if is_sent else PaperForm()
    refused, status = None, 400 if is_sent else 200
    if is_sent and form.is_valid():
        try:
            objection = _record(user, application, form)
        except InvalidInput as error:
            show_errors(form, error)
        except Conflict as error:
            form.add_error("file" if error.field == "file" else None, error.message)
            status = error.status
        except REFUSED_FILE as error:
            form.add_error("file", error.message)
            refused = error
        else:
            messages.success(request, _("Keberatan tercatat; pelaku usaha diberi tahu."))
            address = reverse("admin:applications_objection", args=[objection.pk])
            return HttpResponseRedirect(address)
    page = {
        "title": _("Keberatan di atas kertas"),
        "application": application,
        "rejection": latest_rejection(application),
        "application_url": file_address(application.pk),
        "form": form,
    }
    template = "admin/backoffice/paper_objection.html"
    answer = backoffice_page(request, template, {**context, **page}, status)
    return answer if refused is None else refused_file(answer, refused)


def _application(user: User, application_id: int) -> Application:
    try:
        application = application_for(user, application_id)
    except NotFound as error:
        raise Http404 from error
    if not may_record_objection(user, application):
        raise PermissionDenied
    return application


def _record(user: User, application: Application, form: PaperForm) -> Objection:
    upload = form.cleaned_data["file"]
    return record_objection(
        user,
        application.pk,
        grounds=form.cleaned_data["grounds"],
        received_on=form.cleaned_data["received_on"],
        upload=upload,
        filename=upload.name,
    )
