"""Signing in or up by phone: number, code, then the person among those who use the number."""

from functools import wraps
from typing import Protocol

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, PhoneNumber, User
from accounts.selectors.phones import (
    is_phone_sign_in_offered,
    masked_number,
    must_use_password,
    numbers_in_use,
)
from accounts.services.phones import authenticate_by_phone, sign_up_by_phone
from accounts.shared.fresh_proof import mark_confirmed_by_phone
from accounts.web import phone_session
from accounts.web.phone_codes import code_page, refused_response, send
from accounts.web.phone_forms import PersonForm, PhoneForm, PhoneSignUpForm, PinForm
from accounts.web.phone_session import Pending
from common.errors import Conflict, DomainError, InvalidInput, NotPermitted, TooManyRequests
from common.text.formats import time_wib
from common.web.form_errors import show_errors
from common.web.own_paths import own_path

_PURPOSES = (CodePurpose.SIGN_IN.value,)
_ADDRESSES = {"again": "phone-code-again", "other": "phone"}


class _View(Protocol):
    def __call__(self, request: HttpRequest) -> HttpResponse: ...


class _ProvedView(Protocol):
    def __call__(
        self, request: HttpRequest, pending: Pending, row: OneTimeCode
    ) -> HttpResponse: ...


def visitors_only(view: _View) -> _View:
    """Redirect people who are signed in, and everyone where phones are not offered."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(phone_session.safe_next(request) or "home")
        return view(request) if is_phone_sign_in_offered() else redirect("account_login")

    return guarded


def code_required(view: _ProvedView) -> _View:
    """Require that the right code was entered in this browser and is not used yet."""

    @visitors_only
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        pending = phone_session.get_pending(request)
        row = phone_session.get_pending_code(request, _PURPOSES)
        if pending is None or row is None or not pending.is_proved or row.settled_at:
            return redirect("phone")
        return view(request, pending, row)

    return guarded


@visitors_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take the number and the channel for its code; the response is the same for every number."""
    form = PhoneForm(request.POST or None)
    is_new = "baru" in (request.POST or request.GET)
    context = {"form": form, "next": phone_session.safe_next(request), "is_new": is_new}

    def show() -> HttpResponse:
        return render(request, "account/phone.html", context)

    if not form.is_valid():
        return show()
    pending = Pending("", next=phone_session.safe_next(request), is_new=is_new)
    phone, via = form.cleaned_data["phone"], form.cleaned_data["via"]
    try:
        send(request, phone, purpose=CodePurpose.SIGN_IN, via=via, pending=pending)
    except TooManyRequests as error:
        return refused_response(request, error, form, show)
    return redirect("phone-code")


@visitors_only
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Check the code."""
    row = phone_session.get_pending_code(request, _PURPOSES)
    pending = phone_session.get_pending(request)
    if row is None or pending is None:
        return redirect("phone")
    if pending.is_proved and not row.settled_at:
        return _after_code(request, pending, row)

    def next_step() -> HttpResponse:
        return _after_code(request, phone_session.get_pending(request) or pending, row)

    return code_page(request, row, next_step=next_step, addresses=_ADDRESSES)


@visitors_only
@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    """Send another code to the same number."""
    row = phone_session.get_pending_code(request, _PURPOSES)
    pending = phone_session.get_pending(request)
    if row is None or pending is None:
        return redirect("phone")
    via = "sms" if "sms" in request.POST else row.via
    try:
        send(request, row.phone, purpose=CodePurpose.SIGN_IN, via=via, pending=pending)
    except TooManyRequests as error:
        if error.code == "phone_portal_cap":
            context = {"next": phone_session.safe_next(request)}
            return render(request, "account/phone_full.html", context, status=429)
    # Too early: the page of the code says when.
    return redirect("phone-code")


@code_required
def choose_person(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """Ask which of the people who share the number is signing in; officials are left out."""
    people = numbers_in_use(row.phone)
    owners = [number for number in people if not must_use_password(number.user)]
    form = PersonForm(request.POST or None, people=owners)
    if form.is_valid():
        chosen = form.cleaned_data["person"]
        if chosen == PersonForm.NEW:
            return redirect("phone-sign-up")
        number = next(n for n in owners if str(n.pk) == chosen)
        return _log_in_or_ask_pin(request, pending, row, number)
    context = {
        "form": form,
        "has_official": len(owners) < len(people),
        "is_alone": not owners,
        "next": own_path(pending.next),
    }
    return render(request, "account/phone_who.html", context)


@code_required
def enter_pin(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """Check the PIN of the chosen person."""
    number = next((n for n in numbers_in_use(row.phone) if n.pk == pending.number_id), None)
    if number is None:
        return redirect("phone-who")
    form = PinForm(request.POST or None)
    if form.is_valid():
        try:
            user = authenticate_by_phone(row.id, number.pk, pin=form.cleaned_data["pin"])
        except TooManyRequests as error:
            until = time_wib(error.params["until"])  # type: ignore[arg-type]
            context = {"form": PinForm(), "number": number, "until": until}
            return render(request, "account/phone_pin.html", context, status=429)
        except InvalidInput as error:
            form.add_error("pin", error.message)
        except DomainError as error:
            return _start_over(request, error)
        else:
            return log_in(request, user, pending)
    return render(request, "account/phone_pin.html", {"form": form, "number": number})


@code_required
def sign_up(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """Take name and consent; on a number that others use also a PIN."""
    is_shared = bool(numbers_in_use(row.phone))
    form = PhoneSignUpForm(request.POST or None, is_shared=is_shared)
    if form.is_valid():
        data = form.cleaned_data
        try:
            user = sign_up_by_phone(
                row.id,
                name=data["name"],
                language=get_language() or "id",
                pin=data.get("pin", ""),
            )
        except InvalidInput as error:
            # Someone has just joined the number: this form has no field `pin`, the next one has.
            show_errors(form, error)
        except Conflict as error:
            if error.code == "proof_gone":
                return _start_over(request, error)
            form.add_error(None, error.message)
        else:
            return log_in(request, user, pending, is_new=True)
    context = {"form": form, "number": masked_number(row.phone), "is_shared": is_shared}
    return render(request, "account/phone_sign_up.html", context)


def log_in(
    request: HttpRequest, user: User, pending: Pending, *, is_new: bool = False
) -> HttpResponse:
    """Start the session through allauth and redirect to the person's next page in this portal."""
    phone_session.clear_pending(request)
    mark_confirmed_by_phone(request, user)
    next_path = own_path(pending.next) or None
    number = user.phone_numbers.get(until=None)
    if not number.pin and len(numbers_in_use(number.phone)) > 1:
        next_path = f"{reverse('account-phone-pin')}?{urlencode({'next': next_path or ''})}"
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=next_path, signup=is_new
    )
    return response


def _after_code(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    people = numbers_in_use(row.phone)
    if not people or pending.is_new:
        return redirect("phone-sign-up")
    if len(people) > 1:
        return redirect("phone-who")
    return _log_in_or_ask_pin(request, pending, row, people[0])


def _log_in_or_ask_pin(
    request: HttpRequest, pending: Pending, row: OneTimeCode, number: PhoneNumber
) -> HttpResponse:
    if must_use_password(number.user):
        return redirect("phone-who")
    if number.pin:
        pending.number_id = number.pk
        phone_session.save_pending(request, pending)
        return redirect("phone-pin")
    try:
        user = authenticate_by_phone(row.id, number.pk)
    except NotPermitted:
        return redirect("phone-who")
    except DomainError as error:
        return _start_over(request, error)
    return log_in(request, user, pending)


def _start_over(request: HttpRequest, error: DomainError) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("phone")
