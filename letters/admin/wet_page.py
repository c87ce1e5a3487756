"""Signing with a pen: print the letter with its number, then upload the scan."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import REFUSED_FILE, Conflict, DomainError, InvalidInput
from common.web.form_errors import show_errors
from common.web.refusals import refused_file
from letters.admin.labels import title_of
from letters.admin.letter_page import ReasonForm, asks_number, letter_in_scope
from letters.models import Letter
from letters.policies.codes import written
from letters.selectors.prints import is_printed
from letters.services.numbering import MAX_TYPED
from letters.services.openings import record_opening
from letters.services.status import may_change
from letters.services.wet import prepare_print, printout, record_scan, withdraw_print

_WITHDRAW: Final = "withdraw"


class ScanForm(forms.Form):
    """The scan of the signed print, and the code that is printed on it."""

    code = forms.CharField(
        label=gettext_lazy("Kode di hasil pindaian"),
        max_length=40,
        help_text=gettext_lazy("Salin dari kaki halaman pindaian, misalnya ABCD-EFGH-JKMN."),
        error_messages={"required": gettext_lazy("Salin kode yang tercetak di pindaian.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Pindaian surat (PDF)"),
        help_text=gettext_lazy("Semua halaman dalam satu berkas PDF, paling besar 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": gettext_lazy("Lampirkan pindaian suratnya.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scan_page(request: HttpRequest, context: dict[str, Any], letter_id: int) -> HttpResponse:
    """Guide through print and scan; the scan issues the letter, or the print is withdrawn."""
    user = current_user(request)
    letter = _letter(user, letter_id)
    sent, withdraw_form = request.method == "POST", ReasonForm(auto_id="tarik-%s")
    if sent and request.POST.get("act") == _WITHDRAW:
        withdraw_form, sent = ReasonForm(request.POST, auto_id="tarik-%s"), False
        if withdraw_form.is_valid() and _withdraw(request, user, letter, withdraw_form):
            return HttpResponseRedirect(reverse("admin:letters_wet", args=[letter.pk]))
    form = ScanForm(request.POST, request.FILES) if sent else ScanForm()
    refused, status = None, 400 if request.method == "POST" else 200
    if sent and form.is_valid():
        try:
            return _record(request, user, letter, form)
        except InvalidInput as error:
            show_errors(form, error)
        except Conflict as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(_page_of(letter))
        except REFUSED_FILE as error:
            form.add_error("file", error.message)
            refused = error
    page = {
        "title": _("Tanda tangan basah"),
        "letter": letter,
        "letter_title": title_of(letter),
        "back": _page_of(letter),
        "code": written(letter.code),
        "is_printed": is_printed(letter),
        "asks_number": asks_number(letter),
        "most_number": MAX_TYPED,
        "form": form,
        "withdraw_form": withdraw_form,
    }
    answer = backoffice_page(request, "admin/letters/wet.html", {**context, **page}, status)
    return answer if refused is None else refused_file(answer, refused)


@require_POST
def print_file(request: HttpRequest, context: dict[str, Any], letter_id: int) -> HttpResponseBase:
    """Give the letter its number and send it to be printed; again, the same print is sent."""
    user = current_user(request)
    letter = _letter(user, letter_id)
    try:
        prepared = prepare_print(user, letter.pk, typed=request.POST.get("number", ""))
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("admin:letters_wet", args=[letter.pk]))
    pdf = printout(prepared)
    record_opening(user, prepared)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="cetak-{letter.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _letter(user: User, letter_id: int) -> Letter:
    letter = letter_in_scope(user, letter_id)
    if not may_change(user, letter):
        raise PermissionDenied
    return letter


def _record(
    request: HttpRequest, user: User, letter: Letter, form: ScanForm
) -> HttpResponseRedirect:
    upload = form.cleaned_data["file"]
    record_scan(
        user, letter.pk, upload=upload, filename=upload.name, code=form.cleaned_data["code"]
    )
    messages.success(request, _("Surat terbit dengan pindaian itu; pelaku usaha diberi tahu."))
    return HttpResponseRedirect(_page_of(letter))


def _withdraw(request: HttpRequest, user: User, letter: Letter, form: ReasonForm) -> bool:
    try:
        withdraw_print(user, letter.pk, form.cleaned_data["reason"])
    except InvalidInput as error:
        form.add_error("reason", error.message)
        return False
    except Conflict as error:
        messages.error(request, error.message)
        return True
    messages.success(request, _("Cetakan ditarik. Kodenya tidak dikenal lagi; nomornya tetap."))
    return True


def _page_of(letter: Letter) -> str:
    return reverse("admin:letters_letter", args=[letter.pk])
