"""The page of an enterprise's permits, and the button that begins a renewal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.shared.current_user import current_user
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.refusals import refusals_as_pages
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by
from permits.messages.names import check_text, kind_names, origin_text
from permits.models import Commitment, Permit
from permits.policies.ending import Window, ends_soon
from permits.policies.life import IN_FORCE
from permits.selectors.commitments import commitments_of
from permits.selectors.permits import files_of, permits_of_enterprise
from permits.selectors.renewals import may_renew, window_of, windows_of
from permits.services.renewal import renew

PAGE: Final = 20


@dataclass(frozen=True)
class CommitmentLine:
    """One commitment as the owner reads it; `url` is empty where nothing is to be reported."""

    text: str
    due_on: date
    is_done: bool
    is_late: bool
    url: str


@dataclass(frozen=True)
class Row:
    """One permit as its owner reads it; `renew_url` is empty outside the window of renewal.

    `is_good` what is valid and not only the owner's word.
    """

    number: str
    kind: str
    status: str
    is_good: bool
    origin: str
    checked: str
    issued_on: date
    valid_until: date | None
    ends_soon: bool
    renew_url: str
    renew_label: str
    renews_from: date | None
    file_url: str
    scan_url: str
    letter_url: str
    commitments: list[CommitmentLine]
    change_url: str


@login_required
@refusals_as_pages
@require_safe
def permits_page(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List the permits of an enterprise, the newest first."""
    enterprise = _own_enterprise(request, enterprise_id)
    permits = permits_of_enterprise(enterprise).select_related("application")
    try:
        page = keyset_page(permits, order=("-id",), cursor=request.GET.get("hal"), size=PAGE)
    except InvalidInput:
        return redirect("enterprise-permits", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "rows": _rows(page.items),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "permits/permits.html", context)


@login_required
@refusals_as_pages
@require_POST
def renew_page(request: HttpRequest, enterprise_id: int, permit_id: int) -> HttpResponse:
    """Begin the renewal, and lead to its draft; a refusal is said on the page of permits."""
    enterprise = _own_enterprise(request, enterprise_id)
    permits = permits_of_enterprise(enterprise).select_related("application")
    permit = permits.filter(pk=permit_id).first()
    if permit is None:
        raise Http404
    try:
        draft = renew(current_user(request), permit_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("enterprise-permits", enterprise.pk)
    messages.success(request, _copied_words(permit))
    return redirect("application", application_id=draft.pk)


def _copied_words(permit: Permit) -> str:
    window = window_of(permit)
    if window is not None and window.per_shipment:
        return _(
            "Isian yang tidak berubah sudah disalin. Lengkapi isian dan dokumen pengiriman yang "
            "baru."
        )
    return _("Isian dan dokumen lama sudah disalin. Periksa sebelum mengirim.")


def _own_enterprise(request: HttpRequest, enterprise_id: int) -> Enterprise:
    enterprise = owned_by(current_user(request)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    return enterprise


def _rows(permits: list[Permit]) -> list[Row]:
    names = kind_names({each.kind for each in permits})
    windows, files = windows_of(permits), files_of(permits)
    promised = commitments_of(permits)
    return [
        replace(
            _row(each, names, windows[each.pk], files.get(each.pk)),
            commitments=[_commitment(each, row) for row in promised.get(each.pk, [])],
        )
        for each in permits
    ]


def _commitment(permit: Permit, row: Commitment) -> CommitmentLine:
    is_done = row.reported_at is not None
    is_owed = not is_done and permit.status in IN_FORCE
    return CommitmentLine(
        text=str(row.get_task_display()),
        due_on=row.due_on,
        is_done=is_done,
        is_late=is_owed and row.due_on < clock.today(),
        url=_address("permit-commitment", permit.enterprise_id, permit.pk, row.task)
        if is_owed
        else "",
    )


def _row(
    permit: Permit, names: Mapping[str, str], window: Window | None, attachment: int | None
) -> Row:
    today = clock.today()
    key, letter = permit.application_id, permit.letter_id
    is_renewable = may_renew(permit, window) if window is not None else False
    is_later = (
        window is not None and window.opens > today and permit.status in IN_FORCE and bool(key)
    )
    return Row(
        number=permit.number,
        kind=names[permit.kind],
        status=str(permit.get_status_display()),
        is_good=permit.status == "valid" and (permit.issued_here or bool(permit.looked_up)),
        origin=origin_text(permit),
        checked=check_text(permit),
        issued_on=permit.issued_on,
        valid_until=permit.valid_until,
        ends_soon=permit.status in IN_FORCE and ends_soon(permit.valid_until, today),
        renew_url=_address("permit-renew", permit.enterprise_id, permit.pk) if is_renewable else "",
        renew_label=_renew_label(window),
        renews_from=window.opens if window is not None and is_later else None,
        file_url=_address("application", key) if key else "",
        scan_url=_address("attachment", key, attachment) if attachment else "",
        letter_url=_address("application-letter", key, letter) if key and letter else "",
        commitments=[],
        change_url=_address("permit-change", permit.enterprise_id, permit.pk)
        if key and permit.status in IN_FORCE
        else "",
    )


def _renew_label(window: Window | None) -> str:
    if window is not None and window.per_shipment:
        return _("Ajukan untuk pengiriman berikutnya")
    return _("Perpanjang")


def _address(name: str, *parts: Any) -> str:
    return reverse(name, args=parts)
