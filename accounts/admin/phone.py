"""The service counter: a new number or a PIN reset for a person whose identity card was checked."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import CodePurpose, CodeVia
from accounts.models import OneTimeCode, PhoneEvent, User
from accounts.selectors.phones import current_number, masked_number, must_use_password
from accounts.services.phone_codes import check_code, issue_code
from accounts.services.phones import recover_number, reset_pin
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import ask_again
from common.admin.base import ImmutableAdmin
from common.errors import DomainError, FieldError, InvalidInput, TooManyRequests
from common.identity.numbers import IdentityError, check_phone
from common.identity.reasons import refuse_nik
from common.text.formats import datetime_wib
from common.web.client_address import client_network
from common.web.form_errors import show_errors

_SESSION_KEY = "phone_counter"
_EVENTS = 20


class IdentityCheckForm(forms.Form):
    """The reason, and that the person was present with their identity card."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        min_length=3,
        error_messages={
            "required": gettext_lazy("Tulis alasannya."),
            "min_length": gettext_lazy("Tulis alasan, paling sedikit 3 huruf."),
        },
    )
    seen = forms.BooleanField(
        label=gettext_lazy("KTP asli sudah dicocokkan dengan orangnya"),
        error_messages={"required": gettext_lazy("Cocokkan KTP aslinya dahulu, lalu centang.")},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        try:
            refuse_nik(reason)
        except InvalidInput as error:
            # Checked before a code is sent, not after it was read out.
            raise ValidationError(error.message, code=error.code) from None
        return reason


class NewNumberForm(IdentityCheckForm):
    """The new number; it replaces the old one once the code sent to it was entered."""

    phone = forms.CharField(
        label=gettext_lazy("Nomor ponsel baru"),
        max_length=40,
        error_messages={"required": gettext_lazy("Tulis nomor ponselnya.")},
    )
    via = forms.ChoiceField(label=gettext_lazy("Kirim kode lewat"), choices=CodeVia)
    field_order = ("phone", "via", "reason", "seen")

    def clean_phone(self) -> str:
        try:
            return check_phone(self.cleaned_data["phone"])
        except IdentityError:
            raise ValidationError(_("Bukan nomor ponsel Indonesia."), code="invalid") from None


class CodeForm(forms.Form):
    """The code that the person reads from their phone."""

    code = forms.RegexField(
        label=gettext_lazy("Kode yang dibacakan orangnya"),
        regex=r"^[0-9]{6}$",
        max_length=6,
        error_messages={
            "required": gettext_lazy("Tulis 6 angka yang dibacakan."),
            "invalid": gettext_lazy("Tulis 6 angka yang dibacakan."),
        },
    )


def counter_page(request: HttpRequest, context: dict[str, Any], user_id: int) -> HttpResponse:
    """Show a person's number and its history; send a code, check it, or reset a PIN."""
    actor = current_user(request)
    if not actor.has_perm("accounts.change_user"):
        raise PermissionDenied
    if (again := ask_again(request)) is not None:
        return again
    person = get_object_or_404(User, pk=user_id)
    pending = _pending_code(request, person)
    posted = request.POST if request.method == "POST" else None
    action = posted.get("action", "") if posted else ""
    number_form = NewNumberForm(posted if action == "send" else None, prefix="n")
    code_form = CodeForm(posted if action == "finish" else None)
    pin_form = IdentityCheckForm(posted if action == "pin" else None, prefix="p")
    try:
        is_done = (
            _send(request, person, actor, number_form)
            or _finish(request, person, actor, code_form, pending)
            or _reset_pin(request, person, actor, pin_form)
        )
    except InvalidInput as error:
        is_done = False
        _keep({"send": number_form, "finish": code_form, "pin": pin_form}[action], error)
    except DomainError as error:
        messages.error(request, _error_text(error))
        is_done = True
    if is_done:
        return HttpResponseRedirect(request.path)
    number = current_number(person)
    page = {
        "title": _("Loket nomor ponsel"),
        "person": person,
        "number": masked_number(number.phone) if number else "",
        "has_pin": bool(number and number.pin),
        "is_official": must_use_password(person),
        "waiting": masked_number(pending.phone) if pending else "",
        "number_form": number_form,
        "code_form": code_form,
        "pin_form": pin_form,
        "events": PhoneEvent.objects.filter(user=person).select_related("by")[:_EVENTS],
    }
    status = 400 if number_form.errors or code_form.errors or pin_form.errors else 200
    return render(request, "admin/ponsel.html", {**context, **page}, status=status)


def _keep(form: forms.Form, error: InvalidInput) -> None:
    """Keep what was typed on the page, with what is wrong with it."""
    show_errors(form, FieldError(error.code, error.field, _error_text(error)))


def _send(request: HttpRequest, person: User, actor: User, form: NewNumberForm) -> bool:
    if not form.is_valid():
        return False
    row = issue_code(
        form.cleaned_data["phone"],
        purpose=CodePurpose.RECOVERY,
        via=form.cleaned_data["via"],
        address=client_network(request),
        language=person.language,
        user=person,
        # The person is at the counter: strangers must not use up their codes.
        proved_by=f"counter {actor.pk}",
    )
    request.session[_SESSION_KEY] = [person.pk, str(row.id), form.cleaned_data["reason"]]
    return True


def _finish(
    request: HttpRequest, person: User, actor: User, form: CodeForm, pending: OneTimeCode | None
) -> bool:
    if pending is None or not form.is_valid():
        return False
    check_code(pending.id, form.cleaned_data["code"])
    _person, _code, reason = request.session.pop(_SESSION_KEY)
    recover_number(person, pending.id, by=actor, reason=reason)
    messages.success(request, _("Nomor diganti. Nomor lama dan orangnya diberi tahu."))
    return True


def _reset_pin(request: HttpRequest, person: User, actor: User, form: IdentityCheckForm) -> bool:
    if not form.is_valid():
        return False
    reset_pin(person, by=actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("PIN dihapus. Minta orangnya masuk sekarang dan membuat PIN baru."))
    return True


def _pending_code(request: HttpRequest, person: User) -> OneTimeCode | None:
    """Return the code that this official sent for this person and has not used yet, or None."""
    owner, code, _reason = request.session.get(_SESSION_KEY) or (None, None, None)
    if owner != person.pk or code is None:
        return None
    return OneTimeCode.objects.filter(
        id=uuid.UUID(code), purpose=CodePurpose.RECOVERY, user=person, settled_at=None
    ).first()


def _error_text(error: DomainError) -> str:
    if error.message:
        return error.message
    if isinstance(error, TooManyRequests) and "until" in error.params:
        until = datetime_wib(error.params["until"])  # type: ignore[arg-type]
        return _("Kode baru dapat diminta setelah %(time)s.") % {"time": until}
    return error.code


@admin.register(PhoneEvent)
class PhoneEventAdmin(ImmutableAdmin):
    """Read-only: what was done to people's numbers, by whom and why."""

    list_display = ("at", "user", "action", "by", "reason")
    list_filter = ("action",)
    list_select_related = ("user", "by")
    search_fields = ("user__name", "user__email")
    list_per_page = 50
    show_full_result_count = False
