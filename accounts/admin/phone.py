"""The counter: another number, or a forgotten PIN, for a person whose papers were seen."""

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
from accounts.selectors.phones import is_official, live_phone, masked_number
from accounts.services.phone_codes import ask_code, check_code
from accounts.services.phones import recover_number, reset_pin
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin
from common.errors import DomainError, TooMany
from common.formats import datetime_wib
from common.identity.numbers import IdentityError, check_phone
from common.web.client_address import client_address

_STEP = "phone_counter"
_EVENTS = 20


class SeenForm(forms.Form):
    """Why, and that the person was there with their papers."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, min_length=3)
    seen = forms.BooleanField(label=gettext_lazy("KTP asli sudah dicocokkan dengan orangnya"))


class NewNumberForm(SeenForm):
    """The number the person holds in their hand; it is used after its code."""

    phone = forms.CharField(label=gettext_lazy("Nomor ponsel baru"), max_length=40)
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
        label=gettext_lazy("Kode yang dibacakan orangnya"), regex=r"^[0-9]{6}$", max_length=6
    )


def counter_page(request: HttpRequest, context: dict[str, Any], user_id: int) -> HttpResponse:
    """Shows a person's number and its history; sends a code, takes it, or takes a PIN away."""
    actor = current_user(request)
    if not actor.has_perm("accounts.change_user"):
        raise PermissionDenied
    person = get_object_or_404(User, pk=user_id)
    step = _step(request, person)
    posted = request.POST if request.method == "POST" else None
    action = posted.get("action", "") if posted else ""
    number_form = NewNumberForm(posted if action == "send" else None, prefix="n")
    code_form = CodeForm(posted if action == "finish" else None)
    pin_form = SeenForm(posted if action == "pin" else None, prefix="p")
    try:
        done = (
            _send(request, person, number_form)
            or _finish(request, person, actor, code_form, step)
            or _take_pin(request, person, actor, pin_form)
        )
    except DomainError as error:
        messages.error(request, _words(error))
        done = True
    if done:
        return HttpResponseRedirect(request.path)
    number = live_phone(person)
    page = {
        "title": _("Loket nomor ponsel"),
        "person": person,
        "number": masked_number(number.phone) if number else "",
        "has_pin": bool(number and number.pin),
        "is_official": is_official(person),
        "waiting": masked_number(step.phone) if step else "",
        "number_form": number_form,
        "code_form": code_form,
        "pin_form": pin_form,
        "events": PhoneEvent.objects.filter(user=person).select_related("by")[:_EVENTS],
    }
    return render(request, "admin/ponsel.html", {**context, **page})


def _send(request: HttpRequest, person: User, form: NewNumberForm) -> bool:
    if not form.is_valid():
        return False
    row = ask_code(
        form.cleaned_data["phone"],
        purpose=CodePurpose.RECOVERY,
        via=form.cleaned_data["via"],
        address=client_address(request),
        language=person.language,
        user=person,
    )
    request.session[_STEP] = [person.pk, str(row.id), form.cleaned_data["reason"]]
    return True


def _finish(
    request: HttpRequest, person: User, actor: User, form: CodeForm, step: OneTimeCode | None
) -> bool:
    if step is None or not form.is_valid():
        return False
    check_code(step.id, form.cleaned_data["code"])
    _person, _code, reason = request.session.pop(_STEP)
    recover_number(person, step.id, by=actor, reason=reason)
    messages.success(request, _("Nomor diganti. Nomor lama dan orangnya diberi tahu."))
    return True


def _take_pin(request: HttpRequest, person: User, actor: User, form: SeenForm) -> bool:
    if not form.is_valid():
        return False
    reset_pin(person, by=actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("PIN dihapus. Minta orangnya masuk sekarang dan membuat PIN baru."))
    return True


def _step(request: HttpRequest, person: User) -> OneTimeCode | None:
    """The code that waits for this person at this counter."""
    owner, code, _reason = request.session.get(_STEP) or (None, None, None)
    if owner != person.pk or code is None:
        return None
    return OneTimeCode.objects.filter(
        id=uuid.UUID(code), purpose=CodePurpose.RECOVERY, user=person, settled_at=None
    ).first()


def _words(error: DomainError) -> str:
    if error.message:
        return error.message
    if isinstance(error, TooMany) and "until" in error.params:
        until = datetime_wib(error.params["until"])  # type: ignore[arg-type]
        return _("Kode baru dapat diminta setelah %(time)s.") % {"time": until}
    return error.code


@admin.register(PhoneEvent)
class PhoneEventAdmin(ModelAdmin):
    """Read-only: what was done to people's numbers, by whom and why."""

    list_display = ("at", "user", "action", "by", "reason")
    list_filter = ("action",)
    list_select_related = ("user", "by")
    search_fields = ("user__name", "user__email")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
