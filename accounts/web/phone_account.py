"""A signed-in person's number: viewing and changing it, its PIN, and a lost password."""

from collections.abc import Callable
from functools import wraps

from allauth.account import signals
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, PhoneNumber
from accounts.selectors.phones import (
    current_number,
    current_phone,
    is_phone_sign_in_offered,
    masked_number,
    must_use_password,
    numbers_in_use,
)
from accounts.services.phones import change_number, confirm_number, set_pin
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import (
    factor_required,
    is_confirmed_by_phone,
    mark_confirmed_by_phone,
    proof_required,
)
from accounts.web import phone_session
from accounts.web.forms import SetPasswordForm
from accounts.web.phone_codes import code_page, refused_response, send
from accounts.web.phone_forms import NewPinForm, PhoneForm
from accounts.web.phone_session import Pending
from common.errors import DomainError, InvalidInput, TooManyRequests
from common.web.own_paths import own_path

_PURPOSES = (CodePurpose.ADD.value, CodePurpose.CONFIRM.value)
_ADDRESSES = {"again": "account-phone-again", "other": "account-phone"}
Page = Callable[[HttpRequest], HttpResponse]


def owners_only(page: Page) -> Page:
    """Redirect people who may not sign in by phone, and everyone where no code can be sent."""

    @login_required
    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not is_phone_sign_in_offered() or must_use_password(current_user(request)):
            return redirect("account")
        return page(request)

    return guarded


def recently_confirmed(page: Page) -> Page:
    """Require a fresh proof: an unattended phone must not be enough."""
    return owners_only(proof_required(page))


@owners_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the number, whether others use it, and what can be changed."""
    number = current_number(current_user(request))
    others = len(numbers_in_use(number.phone)) - 1 if number else 0
    context = {
        "number": masked_number(number.phone) if number else "",
        "others": others,
        "has_pin": bool(number and number.pin),
    }
    return render(request, "account/phone_overview.html", context)


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Take a new number; it replaces the old one, if any, only after its code."""
    form = PhoneForm(request.POST or None)

    def show() -> HttpResponse:
        context = {"form": form, "has_number": current_number(current_user(request)) is not None}
        return render(request, "account/phone_change.html", context)

    if not form.is_valid():
        return show()
    try:
        send(
            request,
            form.cleaned_data["phone"],
            purpose=CodePurpose.ADD,
            via=form.cleaned_data["via"],
        )
    except TooManyRequests as error:
        return refused_response(request, error, form, show)
    return redirect("account-phone-code")


@owners_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Confirm the person, by a code to their present number or by password."""
    user = current_user(request)
    phone = current_phone(user)
    next_path = phone_session.safe_next(request) or reverse("account-phone")
    form = PhoneForm({"phone": phone, "via": request.POST.get("via", "")}) if phone else PhoneForm()

    def show() -> HttpResponse:
        context = {
            # Bound only when it has errors to show.
            "form": form if form.is_bound and form.errors else PhoneForm(),
            "number": masked_number(phone),
            "next": next_path,
            "has_password": user.has_usable_password(),
        }
        return render(request, "account/phone_confirm.html", context)

    if request.method != "POST" or not phone:
        form = PhoneForm()
        return show()
    if not form.is_valid():
        return show()
    try:
        send(
            request,
            phone,
            purpose=CodePurpose.CONFIRM,
            via=form.cleaned_data["via"],
            pending=Pending("", next=next_path),
        )
    except TooManyRequests as error:
        return refused_response(request, error, form, show)
    return redirect("account-phone-code")


@owners_only
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Check the code, then do what it was requested for."""
    row = phone_session.get_pending_code(request, _PURPOSES)
    if row is None:
        return redirect("account-phone")
    pending = phone_session.get_pending(request)
    if pending and pending.is_proved and not row.settled_at:
        return _finish(request, row, pending)

    def next_step() -> HttpResponse:
        return _finish(request, row, phone_session.get_pending(request))

    return code_page(request, row, next_step=next_step, addresses=_ADDRESSES)


@owners_only
@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    """Send another code to the same number."""
    row = phone_session.get_pending_code(request, _PURPOSES)
    if row is None:
        return redirect("account-phone")
    via = "sms" if "sms" in request.POST else row.via
    try:
        send(
            request,
            row.phone,
            purpose=row.purpose,
            via=via,
            pending=phone_session.get_pending(request),
        )
    except TooManyRequests as error:
        if error.code == "phone_portal_cap":
            return render(request, "account/phone_full.html", status=429)
    return redirect("account-phone-code")


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def set_new_pin(request: HttpRequest) -> HttpResponse:
    """Set a PIN for the number in use, or for a shared one that is added only with it."""
    user = current_user(request)
    waiting = _proved_code(request)
    number = current_number(user)
    if waiting is None and number is None:
        return redirect("account-phone")
    form = NewPinForm(request.POST or None)
    next_path = phone_session.safe_next(request)
    if form.is_valid():
        try:
            if waiting is not None:
                change_number(user, waiting.id, pin=form.cleaned_data["pin"])
                phone_session.clear_pending(request)
            else:
                set_pin(user, form.cleaned_data["pin"])
        except InvalidInput as error:
            form.add_error("pin", error.message)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("account-phone")
        else:
            messages.success(request, _("PIN Anda tersimpan."))
            return redirect(next_path or "account-phone")
    shared = waiting is not None or _is_shared(number)
    context = {"form": form, "is_shared": shared, "must": waiting is not None, "next": next_path}
    return render(request, "account/phone_new_pin.html", context)


@owners_only
@factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password without the old one, shortly after a code to the person's number."""
    user = current_user(request)
    if not is_confirmed_by_phone(request):
        return _to_confirm(request.get_full_path())
    form = SetPasswordForm(user=user, data=request.POST or None)
    # People sign in with address and password, so a password without an address is useless.
    if user.email and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        signals.password_changed.send(sender=type(user), request=request, user=user)
        get_adapter(request).send_notification_mail("account/email/password_changed", user)
        messages.success(request, _("Kata sandi tersimpan. Perangkat lain sudah dikeluarkan."))
        return redirect("account")
    return render(request, "account/phone_new_password.html", {"form": form})


def _finish(request: HttpRequest, row: OneTimeCode, pending: Pending | None) -> HttpResponse:
    user = current_user(request)
    try:
        if row.purpose == CodePurpose.CONFIRM:
            confirm_number(user, row.id)
        else:
            change_number(user, row.id)
    except InvalidInput:
        # The number is shared, so it is added only with a PIN.
        mark_confirmed_by_phone(request, user)
        return redirect("account-phone-pin")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("account-phone")
    phone_session.clear_pending(request)
    mark_confirmed_by_phone(request, user)
    if row.purpose == CodePurpose.CONFIRM:
        next_path = own_path(pending.next) if pending else ""
        return redirect(next_path or "account-phone")
    messages.success(request, _("Nomor ponsel Anda tersimpan."))
    return redirect("account-phone")


def _proved_code(request: HttpRequest) -> OneTimeCode | None:
    pending = phone_session.get_pending(request)
    row = phone_session.get_pending_code(request, (CodePurpose.ADD.value,))
    if row is None or pending is None or not pending.is_proved or row.settled_at:
        return None
    return row


def _is_shared(number: PhoneNumber | None) -> bool:
    return number is not None and len(numbers_in_use(number.phone)) > 1


def _to_confirm(path: str) -> HttpResponse:
    return redirect(f"{reverse('account-phone-confirm')}?{urlencode({'next': path})}")
