"""Letters of commitment: read by their link without sign-in, answered by the member's people."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.dates import clock
from common.errors import Conflict, NotPermitted
from common.web.refusals import refusals_as_pages
from enterprises.services.product_photos import small_picture_of
from letters.policies.codes import written
from supply.enums import LetterState, OrderState
from supply.messages.letter_content import duty_rows, head_rows, week_rows
from supply.models import Commitment
from supply.permissions import may_answer
from supply.selectors.members.letter_photos import letter_photo
from supply.selectors.members.orders import letter_by_link
from supply.selectors.orders.access import is_active, is_left
from supply.services.letters.answers import accept, decline_letter, withdraw
from supply.services.letters.pdf import kept_commitment_pdf

_ACTS: Final = {"terima": accept, "tolak": decline_letter, "tarik": withdraw}


@never_cache
@refusals_as_pages
@require_safe
def letter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a letter to whoever has its link."""
    return _page(request, letter_by_link(uid), "pesanan_bersama/surat.html")


@never_cache
@login_required
@refusals_as_pages
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Repeat all duties on one page and take the answer of the member's signer."""
    found = letter_by_link(uid)
    user = current_user(request)
    if not may_answer(user, found.invitation.product.enterprise):
        raise NotPermitted("owner_only")
    act = next((name for name in _ACTS if name in request.POST), "")
    if not act:
        problem = _("Pilih jawaban Anda.") if request.method == "POST" else ""
        status = 400 if problem else 200
        page = "pesanan_bersama/jawab.html"
        return _page(request, found, page, problem=problem, status=status)
    if act == "terima" and request.POST.get("setuju") != "ya":
        text = _("Centang bahwa Anda sudah membaca dan sanggup.")
        return _page(request, found, "pesanan_bersama/jawab.html", problem=text, status=400)
    try:
        _ACTS[act](user, uid)
    except Conflict as error:
        page = "pesanan_bersama/jawab.html"
        return _page(request, letter_by_link(uid), page, problem=error.message, status=409)
    messages.success(request, _said(act))
    return redirect("commitment", uid)


@never_cache
@refusals_as_pages
@require_safe
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Serve the letter as PDF, with its current answer."""
    found = letter_by_link(uid)
    response = HttpResponse(kept_commitment_pdf(found), content_type="application/pdf")
    name = found.content["number"].replace("/", "-")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@refusals_as_pages
@require_safe
def photo(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Serve the small picture of the product that the letter is about."""
    content, media_type = small_picture_of(letter_photo(letter_by_link(uid)))
    response = FileResponse([content], content_type=media_type)
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _page(
    request: HttpRequest,
    found: Commitment,
    template: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    order, is_late = found.order, clock.now() > found.answer_by
    is_open = order.state == OrderState.LETTERS_OUT
    is_waiting = is_open and not is_late and found.state == LetterState.WAITING
    continues, may_leave = is_active(order), is_left(order)
    is_accepted = found.state == LetterState.ACCEPTED
    context = {
        "letter": found,
        "content": found.content,
        "head": head_rows(found.content),
        "weeks": week_rows(found.content),
        "duties": duty_rows(found.content),
        "code": written(found.code),
        "host": settings.PORTAL_URL,
        "has_photo": letter_photo(found, is_needed=False) is not None,
        "may_answer": may_answer(request.user, found.invitation.product.enterprise),
        "can_accept": is_waiting and continues,
        "is_off": is_waiting and not continues,
        "can_withdraw": is_accepted and (is_open or may_leave),
        "is_stranded": is_accepted and ((is_open and not continues) or may_leave),
        "is_closed": order.state == OrderState.LETTERS_CLOSED,
        "is_late": is_late and found.state == LetterState.WAITING,
        "problems": [(problem, "")] if problem else [],
    }
    return render(request, template, context, status=status)


def _said(act: str) -> str:
    return {
        "terima": _("Surat diterima. Pekan Anda sudah dijanjikan untuk pesanan ini."),
        "tolak": _("Tercatat: Anda tidak menerima surat ini."),
        "tarik": _("Kesanggupan ditarik. Pekan Anda kosong lagi."),
    }[act]
