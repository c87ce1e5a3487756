"""What an owner sees of each permit of an enterprise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import clock
from permits.messages.names import check_text, origin_text
from permits.models import Commitment, Permit, PermitChange, PermitEvent
from permits.policies.ending import Window, ends_soon
from permits.policies.status_table import IN_FORCE
from permits.selectors.changes import latest_changes
from permits.selectors.commitments import commitments_of
from permits.selectors.permits import files_of, histories_of
from permits.selectors.renewals import may_renew, windows_of
from programs.selectors.scheme_names import scheme_names


@dataclass(frozen=True)
class CommitmentLine:
    """One commitment as the owner reads it; `url` is empty where nothing is to be reported."""

    text: str
    due_on: date
    is_done: bool
    is_late: bool
    url: str


@dataclass(frozen=True)
class HistoryLine:
    """One event as the owner reads it: what was done, when, and the reason that was given."""

    text: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ChangeLine:
    """The change that the owner stated last: what, and how the office answered it, if it did."""

    text: str
    value: str
    asked_at: datetime
    answer: str
    answer_text: str


@dataclass(frozen=True)
class Row:
    """One permit as its owner reads it; `renew_url` is empty outside the window of renewal.

    `is_good` where it is valid and not only the owner's statement. `change_url` is empty while a
    stated change waits for its answer.
    """

    number: str
    kind: str
    holder: str
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
    application_url: str
    scan_url: str
    letter_url: str
    change_url: str
    commitments: list[CommitmentLine]
    change: ChangeLine | None
    history: list[HistoryLine]


def permit_rows(permits: list[Permit]) -> list[Row]:
    """Return the lines of the page; as many queries for one permit as for all of them."""
    names = scheme_names({each.kind for each in permits})
    windows, files = windows_of(permits), files_of(permits)
    promised, changes = commitments_of(permits), latest_changes(permits)
    events = histories_of(permits)
    return [
        _row(
            each,
            names[each.kind],
            windows[each.pk],
            files.get(each.pk),
            _Around(promised.get(each.pk, []), changes.get(each.pk), events.get(each.pk, [])),
        )
        for each in permits
    ]


@dataclass(frozen=True)
class _Around:
    """The commitments, the latest stated change and the history of a permit."""

    promised: list[Commitment]
    change: PermitChange | None
    events: list[PermitEvent]


def _change(change: PermitChange | None) -> ChangeLine | None:
    if change is None:
        return None
    return ChangeLine(
        text=str(change.get_particular_display()),
        value=change.value,
        asked_at=change.asked_at,
        answer=str(change.get_answer_display()) if change.answer else "",
        answer_text=change.answer_text,
    )


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
    permit: Permit, kind: str, window: Window | None, attachment: int | None, around: _Around
) -> Row:
    today = clock.today()
    key, letter = permit.application_id, permit.letter_id
    is_renewable = may_renew(permit, window) if window is not None else False
    is_later = (
        window is not None and window.opens > today and permit.status in IN_FORCE and bool(key)
    )
    is_waiting = around.change is not None and not around.change.answer
    return Row(
        number=permit.number,
        kind=kind,
        holder=permit.holder,
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
        application_url=_address("application", key) if key else "",
        scan_url=_address("attachment", key, attachment) if attachment else "",
        letter_url=_address("application-letter", key, letter) if key and letter else "",
        change_url=_address("permit-change", permit.enterprise_id, permit.pk)
        if key and permit.status in IN_FORCE and not is_waiting
        else "",
        commitments=[_commitment(permit, each) for each in around.promised],
        change=_change(around.change),
        history=[
            HistoryLine(str(each.get_action_display()), each.at, each.reason)
            for each in around.events
        ],
    )


def _renew_label(window: Window | None) -> str:
    if window is not None and window.per_shipment:
        return _("Ajukan untuk pengiriman berikutnya")
    return _("Perpanjang")


def _address(name: str, *parts: Any) -> str:
    return reverse(name, args=parts)
