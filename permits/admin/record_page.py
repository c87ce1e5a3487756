"""The officials' page on which they record what another agency issued."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.models import Application, OutsideResult, OutsideStep
from applications.selectors.access import application_for
from applications.selectors.outside_steps import latest_reports
from common.admin.page import backoffice_page
from common.errors import REFUSED_FILE, Conflict, InvalidInput, NotFound
from common.files.media_types import ACCEPTED_TYPES
from common.web.fields import DayField
from common.web.form_errors import show_errors
from common.web.refusals import refused_file
from permits.admin.addresses import file_address, permit_address
from permits.enums import LookUp
from permits.models import Permit
from permits.permissions import is_recordable, records
from permits.policies.numbers import MAX_NUMBER, pirt_regency
from permits.selectors.changes import followed_change
from permits.selectors.permits import recorded_in_force
from permits.services.recording import RecordedDocument, Scan, issuer_of, record_outcome
from reference.models import Regency

# The default: a document counts as looked up only if a person says so.
_NOT_YET = "none"
# What the service names otherwise than the form.
_NAMES = {"document": "file"}
_LOOK_UPS = [*LookUp.choices, (_NOT_YET, gettext_lazy("belum diperiksa, baru menurut pemilik"))]


class RecordForm(forms.Form):
    """What the document says, its scan, and how it was looked up at its issuer."""

    number = forms.CharField(
        label=gettext_lazy("Nomor dokumen"),
        max_length=MAX_NUMBER,
        error_messages={"required": gettext_lazy("Tulis nomornya.")},
    )
    issued_on = DayField(
        label=gettext_lazy("Terbit pada"),
        error_messages={"required": gettext_lazy("Isi tanggal terbit.")},
    )
    valid_until = DayField(
        label=gettext_lazy("Berlaku sampai"),
        help_text=gettext_lazy("Kosongkan bila dokumennya tanpa batas waktu."),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Pindaian dokumen"),
        help_text=gettext_lazy("JPEG, PNG, WebP, atau PDF, paling besar 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
        error_messages={"required": gettext_lazy("Unggah pindaian dokumennya.")},
    )
    photo = forms.BooleanField(
        label=gettext_lazy("Pakai foto yang dikirim pemilik"),
        required=False,
    )
    looked_up = forms.ChoiceField(
        label=gettext_lazy("Diperiksa di penerbit melalui"),
        choices=_LOOK_UPS,
        initial=_NOT_YET,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih cara memeriksanya.")},
    )
    looked_up_on = DayField(
        label=gettext_lazy("Diperiksa pada"),
        help_text=gettext_lazy("Hanya bila sudah diperiksa di penerbitnya."),
        required=False,
    )


@dataclass(frozen=True)
class Reported:
    """What the owner reported about the document, which nobody has looked up."""

    number: str
    attachment: int | None


@require_http_methods(["GET", "HEAD", "POST"])
def record_page(request: HttpRequest, context: dict[str, Any], application_id: int) -> HttpResponse:
    """Ask for the document, prefilled with the owner's report, and record it."""
    user = current_user(request)
    application = _application(user, application_id)
    existing = recorded_in_force(application)
    is_taken = existing is not None and followed_change(existing) is None
    if is_taken or not is_recordable(application):
        messages.info(request, _("Dokumen berkas ini sudah dicatat, atau belum sampai tahapnya."))
        return HttpResponseRedirect(
            permit_address(existing.pk) if existing else file_address(application.pk)
        )
    reported = _reported(application)
    is_sent = request.method == "POST"
    form = _form(request, reported)
    page = {
        "title": _("Catat dokumen dari instansi lain"),
        "application": application,
        "issuer": issuer_of(application),
        "reported": reported,
        "application_url": file_address(application.pk),
        "form": form,
    }
    if not is_sent:
        return _page(request, {**context, **page})
    if not form.is_valid():
        return _page(request, {**context, **page}, 400)
    return _send(request, application, form, reported, {**context, **page})


def _form(request: HttpRequest, reported: Reported) -> RecordForm:
    initial = {"number": reported.number}
    if request.method == "POST":
        form = RecordForm(request.POST, request.FILES, initial=initial)
    else:
        form = RecordForm(initial=initial)
    if reported.attachment is None:
        del form.fields["photo"]
    else:
        form.fields["file"].required = False
    return form


def _send(
    request: HttpRequest,
    application: Application,
    form: RecordForm,
    reported: Reported,
    context: dict[str, Any],
) -> HttpResponse:
    """Record what a valid form says, or show it again with what is wrong."""
    status = 400
    try:
        permit = _record(current_user(request), application, form, reported)
    except InvalidInput as error:
        show_errors(form, error, names=_NAMES)
    except Conflict as error:
        show_errors(form, error, names=_NAMES)
        status = error.status
    except REFUSED_FILE as error:
        form.add_error("file", error.message)
        return refused_file(_page(request, context), error)
    else:
        return _recorded(request, permit)
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return backoffice_page(request, "permits/admin/record.html", context, status)


def _application(user: User, application_id: int) -> Application:
    try:
        application = application_for(user, application_id)
    except NotFound as error:
        raise Http404 from error
    if not records(user, application):
        raise PermissionDenied
    return application


def _reported(application: Application) -> Reported:
    """Return the number and photo of the latest step that the owner reported as done."""
    done = [step for step in latest_reports(application) if step.result == OutsideResult.DONE]
    number = _last(done, lambda step: step.number)
    return Reported(number or "", _last(done, lambda step: step.attachment_id))


def _last(steps: list[OutsideStep], read: Any) -> Any:
    return next((read(step) for step in reversed(steps) if read(step)), None)


def _record(user: User, application: Application, form: RecordForm, reported: Reported) -> Permit:
    said = form.cleaned_data
    upload: Any = said["file"]
    scan = Scan(upload=upload or None, filename=upload.name if upload else "")
    if said.get("photo") and not upload:
        scan = Scan(attachment=reported.attachment)
    day: date | None = said["looked_up_on"]
    way = "" if said["looked_up"] == _NOT_YET else said["looked_up"]
    outcome = RecordedDocument(
        number=said["number"],
        issued_on=said["issued_on"],
        valid_until=said["valid_until"],
        looked_up=way,
        looked_up_on=day,
    )
    return record_outcome(user, application.pk, outcome, scan, waits=not way)


def _recorded(request: HttpRequest, permit: Permit) -> HttpResponse:
    messages.success(request, _("Dokumen tercatat; pelaku usaha diberi tahu."))
    named = pirt_regency(permit.kind, permit.number)
    if named and not Regency.objects.filter(pk=named).exists():
        said = _("Angka ke-4 sampai ke-7 bukan kode kabupaten/kota di Jawa Timur. Periksa lagi.")
        messages.warning(request, said)
    return HttpResponseRedirect(permit_address(permit.pk))
