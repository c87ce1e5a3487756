"""Sending a code and typing it: what signing in and the account pages share."""

import math
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import OneTimeCode, User
from accounts.selectors.phones import masked_number
from accounts.services.phone_codes import ask_code, check_code, next_code_at
from accounts.web import phone_session
from accounts.web.phone_forms import CodeForm
from accounts.web.phone_session import Pending
from common.dates import clock
from common.errors import DomainError, TooMany
from common.formats import datetime_wib, time_wib
from common.web.client_address import client_address

Answer = Callable[[], HttpResponse]


def send(
    request: HttpRequest, phone: str, *, purpose: str, via: str, pending: Pending | None = None
) -> Pending:
    """Has a code sent and remembers its row for the next page; raises TooMany as `ask_code`."""
    row = ask_code(
        phone,
        purpose=purpose,
        via=via,
        address=client_address(request),
        language=get_language() or settings.LANGUAGE_CODE,
        user=request.user if isinstance(request.user, User) else None,
    )
    found = Pending(str(row.id), pending.next, pending.is_new) if pending else Pending(str(row.id))
    phone_session.keep(request, found)
    return found


def refused(request: HttpRequest, error: TooMany, form: forms.Form, show: Answer) -> HttpResponse:
    """The form again with what stands in the way and until when; a page of its own for the cap."""
    if error.code == "phone_portal_cap":
        return render(request, "account/phone_full.html", status=429)
    form.add_error(None, wait_words(error))
    response = show()
    response.status_code = 429
    return response


def wait_words(error: TooMany) -> str:
    """A sentence that says when another code may be asked for."""
    until = error.params["until"]
    seconds = math.ceil((until - clock.now()).total_seconds())  # type: ignore[operator]
    if error.code == "phone_address_limit":
        return _("Terlalu banyak kode diminta dari jaringan ini. Coba lagi setelah %(time)s.") % {
            "time": time_wib(until)  # type: ignore[arg-type]
        }
    return soon_words(seconds) or _(
        "Terlalu banyak kode untuk nomor ini. Coba lagi setelah %(time)s."
    ) % {"time": datetime_wib(until)}  # type: ignore[arg-type]


def soon_words(seconds: int) -> str:
    """`Kode baru dapat diminta 1 menit lagi`; '' for more than a minute."""
    if seconds > settings.PHONE_CODE_PAUSE.total_seconds():
        return ""
    if seconds == settings.PHONE_CODE_PAUSE.total_seconds():
        return _("Kode baru dapat diminta 1 menit lagi.")
    return ngettext(
        "Kode baru dapat diminta %(seconds)d detik lagi.",
        "Kode baru dapat diminta %(seconds)d detik lagi.",
        seconds,
    ) % {"seconds": seconds}


def code_page(
    request: HttpRequest,
    row: OneTimeCode,
    *,
    go_on: Callable[[], HttpResponse],
    addresses: dict[str, str],
) -> HttpResponse:
    """Asks for the code; `go_on` once it was right. `addresses` name the links `again`, `other`."""
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            check_code(row.id, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", error.message)
            status = 200 if error.status == 400 else error.status
        else:
            found = phone_session.pending(request)
            if found is None:
                return redirect("phone")
            phone_session.prove(request, found)
            return go_on()
    return render(request, "account/phone_code.html", _shown(row, form, addresses), status=status)


def _shown(row: OneTimeCode, form: CodeForm, addresses: dict[str, str]) -> dict[str, Any]:
    wait = math.ceil((next_code_at(row) - clock.now()).total_seconds())
    words = soon_words(wait) if wait > 0 else ""
    later = next_code_at(row) if wait > 0 and not words else None
    return {
        "form": form,
        "number": masked_number(row.phone),
        "via": row.get_via_display(),
        "is_whatsapp": row.via == "whatsapp",
        "wait": words,
        "later": later,
        "may_ask": wait <= 0,
        **addresses,
    }
