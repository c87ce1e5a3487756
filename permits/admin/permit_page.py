"""The officials' page of one permit: what it says, its history, and what may be done with it."""

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
from common.admin.page import backoffice_page
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.web.fields import DayField
from common.web.form_errors import show_errors
from letters.policies.codes import written
from letters.services.status import MAX_REASON
from permits.admin.addresses import file_address, permit_address
from permits.enums import ChangeAnswer, LookUp
from permits.messages.names import check_text, origin_text
from permits.models import Permit
from permits.permissions import may_change, records
from permits.policies.status_table import IN_FORCE, possible
from permits.selectors.changes import changes_of, followed_change, open_change
from permits.selectors.commitments import commitments_of
from permits.selectors.permits import files_of, history_of, permit_for
from permits.services.recording import look_up
from permits.services.status import change
from permits.services.variation import answer_change
from programs.selectors.scheme_names import scheme_name

_HERE = {
    "suspend": gettext_lazy("Bekukan"),
    "reinstate": gettext_lazy("Pulihkan"),
    "revoke": gettext_lazy("Cabut"),
    "surrender": gettext_lazy("Terima kembali dari pemegangnya"),
    "supersede": gettext_lazy("Tandai diganti"),
}
_ELSEWHERE = {
    "suspend": gettext_lazy("Catat: dibekukan penerbit"),
    "reinstate": gettext_lazy("Catat: dipulihkan penerbit"),
    "revoke": gettext_lazy("Catat: dicabut penerbit"),
    "surrender": gettext_lazy("Catat: diserahkan kembali kepada penerbit"),
    "supersede": gettext_lazy("Catat: diganti atau salah catat"),
}


class ChangeForm(forms.Form):
    """What is done with the permit, and why; its holder reads the reason."""

    name = forms.ChoiceField(
        label=gettext_lazy("Tindakan"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih tindakannya.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Dibaca pemegang izin."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )

    def __init__(self, permit: Permit, *sent: Any) -> None:
        super().__init__(*sent)
        words = _HERE if permit.issued_here else _ELSEWHERE
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            (name, words[name]) for name in possible(permit.status)
        ]


class LookUpForm(forms.Form):
    """How the official looked the document up at its issuer, and on which day."""

    how = forms.ChoiceField(
        label=gettext_lazy("Diperiksa melalui"),
        choices=LookUp.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih cara memeriksanya.")},
    )
    on = DayField(
        label=gettext_lazy("Diperiksa pada"),
        error_messages={"required": gettext_lazy("Isi tanggal pemeriksaan.")},
    )


class AnswerForm(forms.Form):
    """Whether a stated change is accepted, and what its holder reads."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban"),
        choices=ChangeAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih jawabannya.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        help_text=gettext_lazy("Dibaca pemegang izin."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis penjelasannya.")},
    )
    change = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)


@require_http_methods(["GET", "HEAD", "POST"])
def permit_page(request: HttpRequest, context: dict[str, Any], permit_id: int) -> HttpResponse:
    """Show the permit; change what it is worth, or record that it was looked up."""
    user = current_user(request)
    try:
        permit = permit_for(user, permit_id)
    except NotFound as error:
        raise Http404 from error
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in ("change", "answer"):
        _require(may_change(user, permit))
    elif act == "look_up":
        _require(_may_look_up(user, permit))
    change_form = ChangeForm(permit, request.POST) if act == "change" else ChangeForm(permit)
    look_form = LookUpForm(request.POST) if act == "look_up" else LookUpForm()
    if act == "change" and change_form.is_valid() and _change(user, permit, change_form):
        messages.success(request, _("Perubahan tersimpan; pemegang izin diberi tahu."))
        return HttpResponseRedirect(permit_address(permit.pk))
    if act == "look_up" and look_form.is_valid() and _look_up(user, permit, look_form):
        messages.success(request, _("Pemeriksaan di penerbit tercatat."))
        return HttpResponseRedirect(permit_address(permit.pk))
    stated = open_change(permit)
    answer_form = AnswerForm(
        request.POST if act == "answer" else None,
        initial={"change": stated.pk if stated else None},
    )
    if act == "answer" and answer_form.is_valid() and _answer(user, permit, answer_form):
        messages.success(request, _("Jawaban tersimpan; pemegang izin diberi tahu."))
        return HttpResponseRedirect(permit_address(permit.pk))
    page = {
        **context,
        "answer_form": answer_form if stated and may_change(user, permit) else None,
        **_shown(user, permit),
        "change_form": change_form if may_change(user, permit) else None,
        "may_look_up": _may_look_up(user, permit),
        "look_form": look_form,
    }
    status = 400 if request.method == "POST" else 200
    return backoffice_page(request, "permits/admin/permit.html", page, status)


def _require(allowed: object) -> None:
    if not allowed:
        raise PermissionDenied


def _shown(user: User, permit: Permit) -> dict[str, Any]:
    """Return what the page says about the permit."""
    return {
        "title": permit.number,
        "permit": permit,
        "kind": scheme_name(permit.kind),
        "origin": origin_text(permit),
        "checked": check_text(permit),
        "code": written(permit.code),
        "application_url": file_address(permit.application_id) if permit.application_id else "",
        "attachment": files_of([permit]).get(permit.pk),
        "commitments": commitments_of([permit]).get(permit.pk, []),
        "today": clock.today(),
        "changes": changes_of(permit),
        "record_url": _record_url(user, permit),
        "history": history_of(permit),
        "possible": possible(permit.status),
    }


def _record_url(user: User, permit: Permit) -> str:
    """Return where the document that follows an accepted change is recorded, for whoever may."""
    application = permit.application
    if permit.issued_here or application is None or permit.status not in IN_FORCE:
        return ""
    if followed_change(permit) is None or not records(user, application):
        return ""
    return reverse("admin:permits_record", args=[application.pk])


def _may_look_up(user: User, permit: Permit) -> bool:
    if permit.issued_here or permit.looked_up or permit.application is None:
        return False
    return bool(records(user, permit.application))


def _change(user: User, permit: Permit, form: ChangeForm) -> bool:
    try:
        change(user, permit.pk, form.cleaned_data["name"], form.cleaned_data["reason"])
    except (InvalidInput, Conflict) as error:
        show_errors(form, error)
        return False
    return True


def _answer(user: User, permit: Permit, form: AnswerForm) -> bool:
    said = form.cleaned_data
    try:
        answer_change(user, permit.pk, said["change"], said["answer"], said["text"])
    except (InvalidInput, Conflict) as error:
        show_errors(form, error)
        return False
    return True


def _look_up(user: User, permit: Permit, form: LookUpForm) -> bool:
    try:
        look_up(user, permit.pk, form.cleaned_data["how"], form.cleaned_data["on"])
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return False
    return True
