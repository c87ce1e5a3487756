"""Sending and entering a code: shared by signing in and the account pages."""

import math
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, User
from accounts.selectors.phones import masked_number
from accounts.services.known_devices import device_knowing, note, number_subject
from accounts.services.phone_codes import check_code, issue_code, next_code_at
from accounts.shared.code_waits import short_wait_text, wait_text
from accounts.web import phone_session
from accounts.web.phone_forms import CodeForm
from accounts.web.phone_session import Pending
from common.dates import clock
from common.errors import DomainError, TooManyRequests
from common.web.client_address import client_network

Renderer = Callable[[], HttpResponse]


def send(
    request: HttpRequest, phone: str, *, purpose: str, via: str, pending: Pending | None = None
) -> Pending:
    """Send a code and store its row's id in the session; raises TooManyRequests as `issue_code`."""
    row = issue_code(
        phone,
        purpose=purpose,
        via=via,
        address=client_network(request),
        language=get_language() or settings.LANGUAGE_CODE,
        user=request.user if isinstance(request.user, User) else None,
        proved_by=_proved_by(request, phone, purpose),
    )
    sent = Pending(str(row.id), pending.next, pending.is_new) if pending else Pending(str(row.id))
    phone_session.save_pending(request, sent)
    return sent


def refused_response(
    request: HttpRequest, error: TooManyRequests, form: forms.Form, show: Renderer
) -> HttpResponse:
    """Return the form with the reason and the time to wait, or the page of the daily cap; 429."""
    if error.code == "phone_portal_cap":
        return render(request, "account/phone_full.html", status=429)
    form.add_error(None, wait_text(error))
    response = show()
    response.status_code = 429
    return response


def code_page(
    request: HttpRequest,
    row: OneTimeCode,
    *,
    next_step: Renderer,
    addresses: dict[str, str],
) -> HttpResponse:
    """Show the form of the code and return `next_step()` once it was right.

    `addresses` holds the URL names of the links `again` and `other`.
    """
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            check_code(row.id, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", error.message)
            status = 200 if error.status == 400 else error.status
        else:
            pending = phone_session.get_pending(request)
            if pending is None:
                return redirect("phone")
            phone_session.mark_proved(request, pending)
            note(request, number_subject(row.phone))
            return next_step()
    context = _code_context(row, form, addresses)
    return render(request, "account/phone_code.html", context, status=status)


def _proved_by(request: HttpRequest, phone: str, purpose: str) -> str:
    """Return who has proved this number before: this browser, or the account that uses it."""
    device = device_knowing(request, number_subject(phone))
    if device is not None:
        return f"device {device.id}"
    return f"account {request.user.pk}" if purpose == CodePurpose.CONFIRM else ""


def _code_context(row: OneTimeCode, form: CodeForm, addresses: dict[str, str]) -> dict[str, Any]:
    wait = math.ceil((next_code_at(row) - clock.now()).total_seconds())
    wait_soon = short_wait_text(wait) if wait > 0 else ""
    later = next_code_at(row) if wait > 0 and not wait_soon else None
    return {
        "form": form,
        "number": masked_number(row.phone),
        "via": row.get_via_display(),
        "is_whatsapp": row.via == "whatsapp",
        "wait": wait_soon,
        "later": later,
        "may_ask": wait <= 0,
        **addresses,
    }
