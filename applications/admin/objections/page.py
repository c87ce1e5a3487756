"""The page of one objection: what the owner says, the review, and the answer."""

from collections.abc import Mapping
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
from applications.admin.objections.listing import back_url, file_address
from applications.messages.objection_labels import objection_label
from applications.messages.refusals import PERMISSION
from applications.models import Objection, ObjectionStatus
from applications.permissions import Permission, may_answer_objection, may_review_objection
from applications.selectors.objections import may_work_on_objections, objection_for
from applications.services.objections import answer_objection, review_objection
from applications.services.transitions import MAX_REASON
from applications.shared.objection_box import effect_of
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput, NotFound

_REVIEW, _ANSWER = "review", "answer"


class _SayForm(forms.Form):
    """A text and a choice between accepting the objection and not."""

    verdict = forms.ChoiceField(
        choices=(
            ("uphold", gettext_lazy("Keberatan diterima: berkas dibuka kembali")),
            ("refuse", gettext_lazy("Keberatan tidak diterima: penolakan tetap")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    text = forms.CharField(max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 6}))


class ReviewForm(_SayForm):
    """The review, with a proposal, by a person who did no step of the file."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["verdict"].label = _("Usul")
        self.fields["text"].label = _("Telaah")
        self.fields["text"].help_text = _(
            "Apa yang dikatakan pelaku usaha, apa yang tertulis di berkas, dan mana yang benar. "
            "Dibaca petugas saja."
        )


class AnswerForm(_SayForm):
    """The answer of the authorised official, which the owner reads."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["verdict"].label = _("Jawaban")
        self.fields["text"].label = _("Alasan jawaban")
        self.fields["text"].help_text = _("Dibaca pelaku usaha.")


@require_http_methods(["GET", "HEAD", "POST"])
def objection_page(
    request: HttpRequest, context: dict[str, Any], objection_id: int
) -> HttpResponse:
    """Show an objection in scope; its reviewer or signer acts on it here."""
    user = current_user(request)
    if not may_work_on_objections(user):
        raise PermissionDenied
    try:
        objection = objection_for(user, objection_id)
    except NotFound as error:
        raise Http404 from error
    act, permission = _act(user, objection)
    form = _form(act, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if request.POST.get("action") != act or form is None:
            messages.error(request, _("Keberatan ini sudah berubah. Inilah keadaannya sekarang."))
            return HttpResponseRedirect(
                reverse("admin:applications_objection", args=[objection_id])
            )
        if form.is_valid():
            try:
                return _perform(request, user, objection, act, form)
            except InvalidInput as error:
                form.add_error("text", error.message)
            except DomainError as error:
                messages.error(request, error.message)
                status = error.status
    page = {
        "title": _("Keberatan atas %(number)s") % {"number": objection.application.number},
        "objection": objection,
        "application": objection.application,
        "word": objection_label(objection),
        "effect": effect_of(objection.application.scheme),
        "application_url": file_address(objection.application_id),
        "back": back_url("terbuka" if objection.answered_at is None else "dijawab"),
        "act": act,
        "form": form if permission else None,
        "refusal": "" if permission else _refusal(permission),
    }
    return backoffice_page(request, "admin/backoffice/objection.html", {**context, **page}, status)


def _act(user: User, objection: Objection) -> tuple[str, Permission]:
    """Return what is to be done now and whether this person may; ("", …) once it is answered."""
    application = objection.application
    if objection.status == ObjectionStatus.FILED:
        return _REVIEW, may_review_objection(user, application)
    if objection.status == ObjectionStatus.REVIEWED:
        return _ANSWER, may_answer_objection(user, application, objection)
    return "", Permission(False)


def _form(act: str, data: Mapping[str, Any] | None) -> _SayForm | None:
    if act == _REVIEW:
        return ReviewForm(data)
    return AnswerForm(data) if act == _ANSWER else None


def _perform(
    request: HttpRequest, user: User, objection: Objection, act: str, form: _SayForm
) -> HttpResponse:
    upheld = form.cleaned_data["verdict"] == "uphold"
    text = form.cleaned_data["text"]
    if act == _REVIEW:
        review_objection(user, objection.pk, review=text, proposes_upholding=upheld)
        messages.success(request, _("Telaah tersimpan; pejabat berwenang memberi jawaban."))
    else:
        answer_objection(user, objection.pk, upheld=upheld, answer=text)
        messages.success(request, _("Jawaban terkirim kepada pelaku usaha."))
    return HttpResponseRedirect(reverse("admin:applications_objection", args=[objection.pk]))


def _refusal(permission: Permission) -> str:
    """Return why the person may not act; '' once there is nothing left to do."""
    return str(PERMISSION[permission.code]) % permission.params if permission.code else ""
