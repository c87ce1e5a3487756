"""What is done to a buyer's request: every move locks its row, so one of two people comes first."""

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.text.typed import visible_line
from common.text.typed_reasons import is_reason
from enterprises.models import Enterprise, Member
from enterprises.selectors.members import owners_of
from notifications.services.outbox import enqueue_all
from supply.enums import ClosedAs, LostReason, OrderState, RequestPart, RequestState
from supply.messages import buyers
from supply.messages import requests as messages
from supply.messages.order_notices import stranded_notices
from supply.models import BuyerRequest, Order, RequestEvent
from supply.permissions import may_propose
from supply.policies.request_states import MOVES, may_move
from supply.selectors.exporters import exporters, exporters_of, is_exporter_now, people_to_tell
from supply.selectors.members.stranded_letters import stranded_letters
from supply.services.requests.buyer_mail import send
from supply.services.requests.sending import CONFIRM_WITHIN, refuse_personal_number

_LEAST: Final = 10
_MOST: Final = 500
_MOST_TOLD: Final = 20


@transaction.atomic
def confirm(request_id: int, *, is_for_all: bool = False) -> BuyerRequest:
    """Confirm the buyer's address: exporters see the request from now on.

    One that an exporter of record wrote for the buyer is that exporter's at once; if that exporter
    is no longer one, it opens to all exporters, provided that the buyer agreed to that
    (`is_for_all`): the buyer was asked for the writer alone (UU 27/2022, article 20). Repeating
    changes nothing. Raises NotFound, Conflict `too_late` after seven days, `writer_ended`.
    """
    request = _locked(request_id)
    if request.confirmed_at is not None:
        return request
    if clock.now() > request.sent_at + CONFIRM_WITHIN:
        raise Conflict("too_late", _("Tautan ini tidak berlaku lagi. Kirim permintaan baru."))
    _move(request, "confirm", RequestPart.BUYER, confirmed_at=clock.now())
    if not _take_typed(request):
        if request.typed_for is not None and not is_for_all:
            raise Conflict(
                "writer_ended",
                _(
                    "%(exporter)s bukan lagi eksportir yang diakui. Baca lagi siapa yang akan "
                    "membaca permintaan ini, lalu konfirmasi."
                ),
                params={"exporter": request.typed_for.name},
            )
        enqueue_all(messages.opened(request, people_to_tell()))
    return request


def _take_typed(request: BuyerRequest) -> bool:
    """Take a request for the exporter who wrote it; tell whether there is one of record."""
    exporter = request.typed_for
    if exporter is None or not is_exporter_now(exporter):
        return False
    moved = {"exporter": exporter, "taken_at": clock.now()}
    _move(request, "take", RequestPart.EXPORTER, request.typed_by, reason="", **moved)
    enqueue_all(messages.confirmed(request, _owners(request)))
    return True


@transaction.atomic
def withdraw(request_id: int) -> BuyerRequest:
    """Withdraw a request, as its buyer; its exporter, or whoever typed it, is notified.

    Raises NotFound, Conflict `state_changed`.
    """
    request = _locked(request_id)
    _move(request, "withdraw", RequestPart.BUYER)
    enqueue_all(messages.withdrawn(request, _owners(request)))
    _tell_bound_members(request)
    return request


@transaction.atomic
def take(actor: User, request_id: int, exporter_id: int) -> BuyerRequest:
    """Take an open request for an exporter; of several that try, one does.

    Repeating by the same exporter changes nothing. Raises NotFound, NotPermitted, Conflict
    `state_changed`.
    """
    request = _locked(request_id)
    exporter = exporters_of(actor).filter(pk=exporter_id).first()
    if exporter is None:
        raise NotPermitted("exporters_only", _("Usaha ini bukan eksportir yang Anda wakili."))
    if request.state == RequestState.TAKEN and request.exporter_id == exporter.pk:
        return request
    _move(request, "take", RequestPart.EXPORTER, actor, exporter=exporter, taken_at=clock.now())
    send(request, buyers.taken(request))
    return request


@transaction.atomic
def assign(actor: User, request_id: int, exporter_id: int, *, reason: str) -> BuyerRequest:
    """Give an open request to an exporter, as the office, with a reason that the exporter reads.

    Raises NotFound, NotPermitted, Conflict `state_changed`, InvalidInput `unknown_exporter`,
    `reason_says_nothing`.
    """
    request = _locked(request_id)
    _require_office(actor)
    exporter = exporters().filter(pk=exporter_id).first()
    if exporter is None:
        text = _("Pilih eksportir dari daftar.")
        raise InvalidInput("unknown_exporter", text, field="exporter")
    why = reason_of(reason)
    moved = {"exporter": exporter, "taken_at": clock.now()}
    _move(request, "assign", RequestPart.OFFICE, actor, reason=why, **moved)
    enqueue_all(messages.assigned(request, _owners(request), why))
    send(request, buyers.taken(request))
    return request


@transaction.atomic
def decline(actor: User, request_id: int, *, reason: str) -> BuyerRequest:
    """Decline a request: the exporter one that it took, the office one without a valid exporter.

    The office declines what nobody took, and what was taken by an enterprise that is no longer an
    exporter. The buyer reads the reason. Raises NotFound, NotPermitted, Conflict `state_changed` or
    `members_bound`, InvalidInput.
    """
    request = _locked(request_id)
    is_led = request.exporter is not None and is_exporter_now(request.exporter)
    part = RequestPart.EXPORTER if is_led else RequestPart.OFFICE
    if part == RequestPart.EXPORTER:
        _require_own(actor, request)
        _require_unbound(request)
    else:
        _require_office(actor)
    why = reason_of(reason)
    _move(request, "decline", part, actor, reason=why)
    send(request, buyers.declined(request, why))
    _tell_bound_members(request)
    return request


@transaction.atomic
def decline_left(request_id: int) -> bool:
    """Decline a request that waited in vain for its former exporter; tell whether it did.

    The buyer reads why, in its own language.
    """
    request = _locked(request_id)
    exporter = request.exporter
    is_taken = request.state == RequestState.TAKEN and exporter is not None
    if not is_taken or exporter is None or is_exporter_now(exporter) or _closed_orders(request):
        return False
    with translation.override("id"):
        _move(request, "decline", RequestPart.SYSTEM, reason=buyers.end_of_left(request))
    with translation.override(request.language):
        why = buyers.end_of_left(request)
    send(request, buyers.declined(request, why))
    _tell_bound_members(request)
    return True


@transaction.atomic
def close(actor: User, request_id: int, *, closed_as: str, lost_reason: str = "") -> BuyerRequest:
    """Close a taken request as met or lost; a lost one says why.

    Raises NotFound, NotPermitted, Conflict `state_changed`, `members_bound` for a lost one on which
    closed letters rest, InvalidInput `closed_as`, `lost_reason`, `buyer_unchecked` for a met one
    whose buyer was never checked.
    """
    request = _locked(request_id)
    _require_own(actor, request)
    if closed_as not in ClosedAs.values:
        raise InvalidInput("closed_as", _("Pilih hasilnya."), field="closed_as")
    is_lost = closed_as == ClosedAs.LOST
    if is_lost and lost_reason not in LostReason.values:
        raise InvalidInput("lost_reason", _("Pilih sebabnya."), field="lost_reason")
    if not is_lost and not request.is_checked:
        text = _("Pembeli belum diperiksa, jadi permintaan ini belum dapat menjadi pesanan.")
        raise InvalidInput("buyer_unchecked", text, field="closed_as")
    if is_lost:
        _require_unbound(request)
    reason = lost_reason if is_lost else ""
    moved = {"closed_as": closed_as, "lost_reason": reason}
    _move(request, "close", RequestPart.EXPORTER, actor, **moved)
    send(request, buyers.closed(request))
    if is_lost:
        _tell_bound_members(request)
    return request


def reason_of(text: str) -> str:
    """Return a reason in one line. Raises InvalidInput `reason_says_nothing`, `nik_in_text`."""
    reason = visible_line(text)
    if not is_reason(reason, least=_LEAST, most=_MOST, words=2):
        said = _("Tulis alasannya dengan kata-kata: %(least)s sampai %(most)s huruf.")
        raise InvalidInput(
            "reason_says_nothing", said, field="reason", params={"least": _LEAST, "most": _MOST}
        )
    refuse_personal_number(reason, "reason")
    return reason


def lock_taken(request_id: int) -> BuyerRequest:
    """Lock a request that an exporter works on. Raises NotFound, Conflict `state_changed`."""
    request = _locked(request_id)
    if request.state != RequestState.TAKEN:
        raise _changed(request)
    return request


def locked_own(actor: User, request_id: int) -> BuyerRequest:
    """Lock a taken request of the actor's exporter. Raises NotFound, NotPermitted, Conflict."""
    request = _locked(request_id)
    _require_own(actor, request)
    if request.state != RequestState.TAKEN:
        raise _changed(request)
    return request


def _locked(request_id: int) -> BuyerRequest:
    rows = BuyerRequest.objects.select_for_update(of=("self",)).select_related("exporter")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    return request


def _move(
    request: BuyerRequest,
    name: str,
    part: RequestPart,
    actor: User | None = None,
    *,
    reason: str = "",
    **values: Any,
) -> None:
    if not may_move(name, request.state, part):
        raise _changed(request)
    now = clock.now()
    request.state, request.state_at = MOVES[name].target, now
    for field, value in values.items():
        setattr(request, field, value)
    request.save(update_fields=["state", "state_at", *values])
    RequestEvent.objects.create(
        request=request, name=name, part=part, actor=actor, reason=reason, at=now
    )


def _closed_orders(request: BuyerRequest) -> QuerySet[Order]:
    return request.orders.filter(state=OrderState.LETTERS_CLOSED)


def _require_unbound(request: BuyerRequest) -> None:
    """Raise Conflict where the exporter alone would end an order whose closed letters bind both."""
    if stranded_letters(_closed_orders(request)):
        raise Conflict(
            "members_bound",
            _(
                "Surat kesanggupan anggota untuk permintaan ini sudah ditutup dan mengikat kedua "
                "pihak. Hanya pembeli yang dapat menarik permintaannya."
            ),
        )


def _tell_bound_members(request: BuyerRequest) -> None:
    """Tell members who accepted letters for this buyer that the buyer is gone."""
    enqueue_all(stranded_notices(stranded_letters(request.orders.all()), is_buyer_gone=True))


def _changed(request: BuyerRequest) -> Conflict:
    return Conflict(
        "state_changed",
        _("Keadaan permintaan ini sudah berubah: %(state)s."),
        params={"state": request.get_state_display()},
    )


def _require_own(actor: User, request: BuyerRequest) -> None:
    exporter = request.exporter
    if exporter is None or not exporters_of(actor).filter(pk=exporter.pk).exists():
        raise NotPermitted("exporters_only", _("Permintaan ini bukan permintaan usaha Anda."))


def _require_office(actor: User) -> None:
    if not may_propose(actor):
        raise NotPermitted("not_yours", _("Tindakan ini untuk petugas dinas provinsi."))


def _owners(request: BuyerRequest) -> list[Member]:
    """Return whom to notify: the exporter's people, or the writer's before the buyer confirmed."""
    exporter: Enterprise | None = request.exporter
    if request.confirmed_at is None:
        exporter = request.typed_for
    if exporter is None or not is_exporter_now(exporter):
        return []
    return list(owners_of(exporter)[:_MOST_TOLD])
