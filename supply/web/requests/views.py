"""Pages of exporters: open requests, their own, and one request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.errors import DomainError, InvalidInput, NotPermitted
from common.lists.paging import Page, keyset_page
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.refusals import refusals_as_pages
from enterprises.models import Enterprise
from supply.enums import RequestState
from supply.models import BuyerRequest
from supply.selectors.exporters import exporters_of
from supply.selectors.orders.access import orders_of_request
from supply.selectors.requests import open_requests, request_for, requests_of
from supply.services.requests import moves as request_moves
from supply.services.requests.buyer_checks import mark_checked
from supply.services.requests.by_exporters import enter_request
from supply.services.requests.conversation import write_as_exporter
from supply.services.requests.files import open_file
from supply.web.buyers.forms import FILE_FIELDS, MessageForm
from supply.web.requests.forms import CheckForm, CloseForm, DeclineForm, TypedForm

_PAGE: Final = 25
_MOST_SHOWN: Final = 200
View = Callable[..., Any]


@dataclass(frozen=True)
class Act:
    """An action on a request: its form, the service, and the message that follows."""

    form: type[forms.Form]
    do: Callable[[User, int, dict[str, Any]], object]
    said: str


def exporter_page(view: View) -> View:
    """Require sign-in and a standing; refusals become the 404 and 403 pages."""
    guarded: View = login_required(refusals_as_pages(view))
    return guarded


@exporter_page
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the open requests, or with `milik` those of one of the person's exporters."""
    own = _own(request)
    chosen = next((each for each in own if str(each.pk) == request.GET.get("milik")), None)
    rows = requests_of(chosen) if chosen else open_requests()
    page: Page[BuyerRequest]
    try:
        page = keyset_page(rows, order=("-id",), cursor=request.GET.get("hal"), size=_PAGE)
    except InvalidInput:
        return redirect("export-requests")
    kept = f"milik={chosen.pk}&" if chosen else ""
    context = {
        "exporters": own,
        "chosen": chosen,
        "rows": page.items,
        "next_url": f"?{kept}hal={page.next}" if page.next else "",
        "previous_url": f"?{kept}hal={page.previous}" if page.previous else "",
    }
    return render(request, "ekspor/daftar.html", context)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, buyer_request_id: int) -> HttpResponse:
    """Show a request; take it, write, mark its buyer checked, decline or close it."""
    own = _own(request)
    found = request_for(current_user(request), buyer_request_id)
    acts = _acts(own)
    sent: dict[str, forms.Form] = {}
    status = 200
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in acts:
            raise PermissionDenied
        sent[name] = acts[name].form(request.POST)
        answer, status = _do(request, found, acts[name], sent[name])
        if answer is not None:
            return answer
        found = request_for(current_user(request), buyer_request_id)
    is_own = bool({found.exporter_id, found.typed_for_id} & {each.pk for each in own})
    context = {
        "asked": found,
        "is_own": is_own,
        # The writer is shown to the exporter that it was written for, not to whoever took it later.
        "is_writers": found.typed_for_id in {each.pk for each in own},
        "is_taken": is_own and found.state == RequestState.TAKEN,
        "exporters": own,
        "orders": orders_of_request(found)[:_PAGE] if is_own else [],
        "talk": list(found.messages.select_related("author").order_by("id")[:_MOST_SHOWN]),
        "deliveries": list(found.deliveries.all()),
        "files": list(found.files.all()),
        "sent_form": next(iter(sent.values()), None),
        "forms": {name: sent.get(name) or act.form() for name, act in acts.items()},
    }
    return render(request, "ekspor/permintaan.html", context, status=status)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Write the request of a buyer met elsewhere; the buyer confirms it by the ordinary letter."""
    own = _own(request)
    is_sent = request.method == "POST"
    form = TypedForm(own, request.POST, request.FILES) if is_sent else TypedForm(own)
    status = status_of_form(form)
    if is_sent and form.is_valid():
        sent = form.cleaned_data
        try:
            made = enter_request(
                current_user(request),
                sent["exporter"],
                form.asked(None),
                uploads=form.uploads(),
                language=sent["language"],
            )
        except NotPermitted:
            raise
        except DomainError as error:
            show_errors(form, error, names=FILE_FIELDS)
            status = error.status
        else:
            messages.success(
                request, _("Tersimpan. Pembeli mendapat email untuk mengonfirmasinya.")
            )
            return redirect("export-request", made.pk)
    return render(request, "ekspor/permintaan_tulis.html", {"form": form}, status=status)


def _do(
    request: HttpRequest, found: BuyerRequest, act: Act, form: forms.Form
) -> tuple[HttpResponse | None, int]:
    if not form.is_valid():
        return None, 400
    try:
        act.do(current_user(request), found.pk, form.cleaned_data)
    except NotPermitted:
        raise
    except DomainError as error:
        show_errors(form, error)
        return None, error.status
    messages.success(request, act.said)
    return redirect("export-request", found.pk), 302


def _acts(own: list[Enterprise]) -> dict[str, Act]:
    class TakeForm(forms.Form):
        """For which of the person's exporters."""

        exporter = forms.TypedChoiceField(
            choices=[(each.pk, each.name) for each in own], coerce=int
        )

    return {
        "take": Act(
            TakeForm,
            lambda user, key, sent: request_moves.take(user, key, sent["exporter"]),
            _("Permintaan ini sekarang Anda tangani. Pembeli diberi tahu."),
        ),
        "message": Act(
            MessageForm,
            lambda user, key, sent: write_as_exporter(user, key, sent["text"]),
            _("Pesan terkirim. Pembeli diberi tahu lewat email."),
        ),
        "check": Act(
            CheckForm,
            lambda user, key, sent: mark_checked(user, key, **sent),
            _("Pembeli ditandai sudah diperiksa."),
        ),
        "decline": Act(
            DeclineForm,
            lambda user, key, sent: request_moves.decline(user, key, reason=sent["reason"]),
            _("Permintaan ditutup sebagai tidak dapat dilayani. Pembeli diberi tahu."),
        ),
        "close": Act(
            CloseForm,
            lambda user, key, sent: request_moves.close(
                user, key, closed_as=sent["closed_as"], lost_reason=sent["lost_reason"] or ""
            ),
            _("Permintaan ditutup. Pembeli diberi tahu."),
        ),
    }


@exporter_page
@require_safe
def request_file(request: HttpRequest, buyer_request_id: int, file_uid: UUID) -> HttpResponseBase:
    """Send a file of a request, to be saved."""
    _own(request)
    found = request_for(current_user(request), buyer_request_id)
    file = found.files.filter(uid=file_uid).first()
    if file is None:
        raise Http404
    try:
        stream = open_file(file)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        stream, as_attachment=True, filename=file.filename, content_type=file.media_type
    )


def _own(request: HttpRequest) -> list[Enterprise]:
    own = list(exporters_of(current_user(request))[:_PAGE])
    if not own:
        raise PermissionDenied
    return own
