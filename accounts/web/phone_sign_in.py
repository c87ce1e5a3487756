"""Signing in or up by phone: number, code, then whoever the number belongs to."""

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
from accounts.selectors.phones import are_offered, is_official, masked_number, people_on
from accounts.services.phones import admit, join
from accounts.web import phone_session
from accounts.web.phone_codes import code_page, refused, send
from accounts.web.phone_forms import PhoneForm, PhoneSignUpForm, PinForm, WhoForm
from accounts.web.phone_session import Pending
from common.errors import Conflict, DomainError, InvalidInput, NotPermitted, TooMany
from common.formats import time_wib

_PURPOSES = (CodePurpose.SIGN_IN.value,)
_ADDRESSES = {"again": "phone-code-again", "other": "phone"}


class _Page(Protocol):
    def __call__(self, request: HttpRequest) -> HttpResponse: ...


class _ProvedPage(Protocol):
    def __call__(
        self, request: HttpRequest, pending: Pending, row: OneTimeCode
    ) -> HttpResponse: ...


def visitors_only(page: _Page) -> _Page:
    """Where phones are not offered, and for whoever is in already, there is nothing to do here."""

    @never_cache
    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(phone_session.safe_next(request) or "home")
        return page(request) if are_offered() else redirect("account_login")

    return guarded


def proved(page: _ProvedPage) -> _Page:
    """Only for the browser that typed the right code, and only until its use."""

    @visitors_only
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponse:
        pending = phone_session.pending(request)
        row = phone_session.pending_code(request, _PURPOSES)
        if pending is None or row is None or not pending.is_proved or row.settled_at:
            return redirect("phone")
        return page(request, pending, row)

    return guarded


@visitors_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The number and how its code goes out; the answer is the same for every number."""
    form = PhoneForm(request.POST or None)
    is_new = "baru" in (request.POST or request.GET)
    context = {"form": form, "next": phone_session.safe_next(request), "is_new": is_new}

    def show() -> HttpResponse:
        return render(request, "account/phone.html", context)

    if not form.is_valid():
        return show()
    start = Pending("", next=phone_session.safe_next(request), is_new=is_new)
    phone, via = form.cleaned_data["phone"], form.cleaned_data["via"]
    try:
        send(request, phone, purpose=CodePurpose.SIGN_IN, via=via, pending=start)
    except TooMany as error:
        return refused(request, error, form, show)
    return redirect("phone-code")


@visitors_only
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Typing the code."""
    row = phone_session.pending_code(request, _PURPOSES)
    pending = phone_session.pending(request)
    if row is None or pending is None:
        return redirect("phone")
    if pending.is_proved and not row.settled_at:
        return _after_code(request, pending, row)

    def go_on() -> HttpResponse:
        return _after_code(request, phone_session.pending(request) or pending, row)

    return code_page(request, row, go_on=go_on, addresses=_ADDRESSES)


@visitors_only
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Another code to the same number."""
    row = phone_session.pending_code(request, _PURPOSES)
    pending = phone_session.pending(request)
    if row is None or pending is None:
        return redirect("phone")
    via = "sms" if "sms" in request.POST else row.via
    try:
        send(request, row.phone, purpose=CodePurpose.SIGN_IN, via=via, pending=pending)
    except TooMany as error:
        if error.code == "phone_portal_cap":
            return render(request, "account/phone_full.html", status=429)
    # Too early: the page itself says when.
    return redirect("phone-code")


@proved
def who(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """Several people use the number: which of them is here? Officials are not among them."""
    people = people_on(row.phone)
    owners = [number for number in people if not is_official(number.user)]
    form = WhoForm(request.POST or None, people=owners)
    if form.is_valid():
        chosen = form.cleaned_data["person"]
        if chosen == WhoForm.NEW:
            return redirect("phone-sign-up")
        number = next(n for n in owners if str(n.pk) == chosen)
        return _come_in(request, pending, row, number)
    context = {"form": form, "has_official": len(owners) < len(people), "is_alone": not owners}
    return render(request, "account/phone_who.html", context)


@proved
def pin(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """The PIN of the person who was chosen."""
    number = next((n for n in people_on(row.phone) if n.pk == pending.number_id), None)
    if number is None:
        return redirect("phone-who")
    form = PinForm(request.POST or None)
    if form.is_valid():
        try:
            user = admit(row.id, number.pk, pin=form.cleaned_data["pin"])
        except TooMany as error:
            until = time_wib(error.params["until"])  # type: ignore[arg-type]
            context = {"form": PinForm(), "number": number, "until": until}
            return render(request, "account/phone_pin.html", context, status=429)
        except InvalidInput as error:
            form.add_error("pin", error.message)
        except DomainError as error:
            return _start_anew(request, error)
        else:
            return enter(request, user, pending)
    return render(request, "account/phone_pin.html", {"form": form, "number": number})


@proved
def sign_up(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    """Name and consent; on a number that others use also a PIN."""
    is_shared = bool(people_on(row.phone))
    form = PhoneSignUpForm(request.POST or None, is_shared=is_shared)
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = join(
                row.id,
                name=given["name"],
                language=get_language() or "id",
                pin=given.get("pin", ""),
            )
        except InvalidInput as error:
            # Without the field: somebody joined the number meanwhile, and the next page has it.
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except Conflict as error:
            if error.code == "proof_gone":
                return _start_anew(request, error)
            form.add_error(None, error.message)
        else:
            return enter(request, user, pending, is_new=True)
    context = {"form": form, "number": masked_number(row.phone), "is_shared": is_shared}
    return render(request, "account/phone_sign_up.html", context)


def enter(
    request: HttpRequest, user: User, pending: Pending, *, is_new: bool = False
) -> HttpResponse:
    """allauth's own way in, with its later steps; the person's next page is one of this portal."""
    phone_session.forget(request)
    phone_session.stamp(request, user)
    wanted = pending.next if phone_session.is_own_path(pending.next) else None
    number = user.phone_numbers.get(until=None)
    if not number.pin and len(people_on(number.phone)) > 1:
        wanted = f"{reverse('account-phone-pin')}?{urlencode({'next': wanted or ''})}"
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=wanted, signup=is_new
    )
    return response


def _after_code(request: HttpRequest, pending: Pending, row: OneTimeCode) -> HttpResponse:
    people = people_on(row.phone)
    if not people or pending.is_new:
        return redirect("phone-sign-up")
    if len(people) > 1:
        return redirect("phone-who")
    return _come_in(request, pending, row, people[0])


def _come_in(
    request: HttpRequest, pending: Pending, row: OneTimeCode, number: PhoneNumber
) -> HttpResponse:
    if is_official(number.user):
        return redirect("phone-who")
    if number.pin:
        pending.number_id = number.pk
        phone_session.keep(request, pending)
        return redirect("phone-pin")
    try:
        user = admit(row.id, number.pk)
    except NotPermitted:
        return redirect("phone-who")
    except DomainError as error:
        return _start_anew(request, error)
    return enter(request, user, pending)


def _start_anew(request: HttpRequest, error: DomainError) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("phone")
