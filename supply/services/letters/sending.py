"""Letters of commitment: sent by the exporter, closed, or ended with the order."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.text.formats import date_long
from enterprises.models import CapacityPromise
from enterprises.services.capacity_promises import release
from letters.policies.codes import new_code
from notifications.services.outbox import enqueue_all
from supply.enums import LetterState, OfferState, OrderAct, OrderState, PlanState
from supply.messages.letter_content import letter_content, order_content
from supply.messages.order_notices import (
    cancelled_notices,
    closed_notices,
    letter_notices,
    offer_end_notices,
)
from supply.models import Commitment, Invitation, Order, PlanRun
from supply.selectors.exporters import live_standings
from supply.selectors.orders.access import (
    locked_order,
    locked_own_order,
    require_act,
    require_exporter,
)
from supply.selectors.plans.problem import order_mondays
from supply.services.letters.certificates import require_certificates
from supply.services.members.held_weeks import release_options
from supply.services.members.promised_weeks import lock_order_weeks
from supply.services.orders.buyers import lock_buyer

_LONGEST_ANSWER: Final = timedelta(days=30)


@transaction.atomic
def send_letters(actor: User, uid: UUID, *, plan_number: int, answer_by: date) -> list[Commitment]:
    """Send a letter to every member of a plan.

    Only a person sends: nothing else calls this. Locks the order, then its request. Raises
    NotFound, Conflict `not_now`, `buyer_ended`, `no_plan`, `offer_changed`, `certificate_lapsed`,
    `answers_changed` or `weeks_passed`, InvalidInput for the day.
    """
    order = locked_order(actor, uid)
    new_state = require_act(order, OrderAct.SEND_LETTERS)
    lock_buyer(order)
    plan = _plan(order, plan_number)
    _require_as_planned(order, plan)
    until = _answer_by(answer_by, _last_answer(order, plan))
    invitations = _invitations_as_offered(order, plan)
    for invitation, _weekly in invitations:
        invitation.order = order
    order.state = new_state
    order.save(update_fields=["state"])
    first = order.letters.count() + 1
    shared = order_content(order)
    letters = [
        _letter(
            Commitment(order=order, plan=plan, answer_by=until, sent_by=actor, sent_at=clock.now()),
            invitation,
            weekly,
            letter_content(shared, invitation, weekly, f"{order.number}/{first + place}"),
        )
        for place, (invitation, weekly) in enumerate(invitations)
    ]
    Commitment.objects.bulk_create(letters)
    enqueue_all(letter_notices(letters))
    return letters


@transaction.atomic
def close_letters(actor: User, uid: UUID) -> Order:
    """Close the letters: what is accepted is kept, what was not answered counts as declined.

    Nobody is bound for a buyer who is gone, nor to who is exporter no longer: such an order is
    cancelled. Locks the order, its request, then its exporter's standing. Raises NotFound, Conflict
    `not_now`, `exporter_ended`, `buyer_ended`, or `letters_wait` while a member may still answer.
    """
    order = locked_order(actor, uid)
    new_state = require_act(order, OrderAct.CLOSE_LETTERS)
    lock_buyer(order)
    _lock_standing(order)
    now = clock.now()
    letters = Commitment.objects.filter(order=order)
    waiting = letters.filter(state=LetterState.WAITING)
    if waiting.filter(answer_by__gte=now).exists():
        raise Conflict(
            "letters_wait",
            _("Masih ada surat yang belum dijawab dan belum lewat waktunya. Tunggu jawabannya."),
        )
    waiting.update(state=LetterState.SILENT, ended_at=now)
    release_options(order.invitations.all())
    order.state, order.ended_at = new_state, now
    order.save(update_fields=["state", "ended_at"])
    accepted = letters.filter(state=LetterState.ACCEPTED).select_related(*_RELATED)
    enqueue_all(closed_notices(accepted))
    return order


def _lock_standing(order: Order) -> None:
    """Let an end of the standing come before or after; raises Conflict `exporter_ended`."""
    standing = live_standings().filter(enterprise=order.exporter_id)
    if standing.select_for_update(of=("self",)).first() is None:
        require_exporter(order)


@transaction.atomic
def cancel_order(actor: User, uid: UUID) -> Order:
    """Cancel an order before its letters are closed, or once it is left; promised weeks are free.

    Members who were asked are notified. An exporter whose standing has ended may still do this.
    Locks the order and then the weeks. Raises NotFound, Conflict `not_now`.
    """
    return cancel_locked(locked_own_order(actor, uid))


def cancel_locked(order: Order, *, with_standing: bool = False) -> Order:
    """Cancel an order that the caller has locked, in its transaction, as `cancel_order`.

    `with_standing` tells members that it ended with the standing of its exporter.
    """
    new_state = require_act(order, OrderAct.CANCEL)
    now = clock.now()
    live = (LetterState.WAITING, LetterState.ACCEPTED)
    letters = list(Commitment.objects.filter(order=order, state__in=live).select_related(*_RELATED))
    invitations = list(order.invitations.all())
    lock_order_weeks(invitations, letters)
    release_weeks(letters)
    release_options(invitations)
    Commitment.objects.filter(pk__in=[each.pk for each in letters]).update(
        state=LetterState.CANCELLED, ended_at=now
    )
    if order.state != OrderState.LETTERS_CLOSED:
        asked = order.invitations.exclude(state=OfferState.DECLINED).exclude(
            pk__in=[each.invitation_id for each in letters]
        )
        related = ("order__exporter", "product__enterprise")
        told = asked.select_related(*related)
        enqueue_all(offer_end_notices(told, with_standing=with_standing))
    enqueue_all(cancelled_notices(letters, with_standing=with_standing))
    order.state, order.ended_at = new_state, now
    order.save(update_fields=["state", "ended_at"])
    return order


def release_weeks(letters: list[Commitment]) -> int:
    """Release what is promised to these letters, and return how many parts of weeks."""
    promises = CapacityPromise.objects.filter(
        subject__in=[each.subject for each in letters], released_at__isnull=True
    )
    return release(list(promises))


_RELATED: Final = (
    "order__exporter",
    "invitation__order__exporter",
    "invitation__product__enterprise",
)


def _plan(order: Order, number: int) -> PlanRun:
    plan = order.plans.filter(number=number, state=PlanState.DONE).first()
    if plan is None or not plan.result or not plan.result["allocations"]:
        raise Conflict("no_plan", _("Rencana ini tidak memuat anggota yang dapat dikirimi surat."))
    if plan.letters.exists():
        raise Conflict("plan_sent", _("Surat untuk rencana ini sudah dikirim."))
    return plan


def _require_as_planned(order: Order, plan: PlanRun) -> None:
    """Raise Conflict where answers came since the plan was made, or it is not a repair of them."""
    accepted = {
        str(row.invitation_id): list(row.pieces)
        for row in order.letters.filter(state=LetterState.ACCEPTED)
    }
    kept = {row["id"]: row["weekly"] for row in (plan.problem or {}).get("kept", [])}
    is_first = order.state == OrderState.PLANNING
    waits = order.letters.filter(state=LetterState.WAITING).exists()
    if plan.is_repair == is_first or kept != accepted or waits:
        raise _answers_changed()


def _answers_changed() -> Conflict:
    return Conflict(
        "answers_changed",
        _("Jawaban anggota berubah sejak rencana ini dihitung. Susun rencana yang baru."),
    )


def _last_answer(order: Order, plan: PlanRun) -> date:
    """Return the last day on which a letter can be accepted: its weeks are promised then.

    That is the Sunday of the first week in which the plan has pieces. Raises Conflict
    `weeks_passed` where it is over before anyone could answer.
    """
    rows = (plan.result or {})["allocations"]
    used = [any(week) for week in zip(*(row["weekly"] for row in rows), strict=True)]
    last = order_mondays(order)[used.index(True)] + timedelta(days=6)
    if last <= clock.today():
        raise Conflict(
            "weeks_passed",
            _("Pekan pertama rencana ini sudah lewat. Susun rencana yang baru."),
        )
    return last


def _answer_by(day: date, last: date) -> datetime:
    """Return the end of the day in Jakarta; raises InvalidInput."""
    until = min(clock.today() + _LONGEST_ANSWER, last)
    if not clock.today() < day <= until:
        text = _("Pilih tanggal dari besok sampai %(until)s, selagi pekannya dapat dijanjikan.")
        raise InvalidInput(
            "bad_answer_by", text, field="answer_by", params={"until": date_long(until)}
        )
    return datetime.combine(day, time(23, 59, 59), tzinfo=clock.JAKARTA)


def _invitations_as_offered(order: Order, plan: PlanRun) -> list[tuple[Invitation, list[int]]]:
    """Return who gets a letter for which pieces.

    Raises Conflict for an offer that has changed, a certificate that is lacking by now, and a
    member that had a letter of the order.
    """
    wanted: Mapping[str, list[int]] = {
        row["id"]: row["weekly"] for row in (plan.result or {})["allocations"]
    }
    rows = order.invitations.select_for_update(of=("self",)).filter(pk__in=map(int, wanted))
    found = list(rows.select_related("product__enterprise", "hub").order_by("id"))
    members = {row.product.enterprise_id for row in found}
    had_one = order.letters.filter(invitation__product__enterprise__in=members).exists()
    if had_one or len(members) < len(found):
        # No member is asked twice for one order, whatever it makes; who accepted is kept and
        # is not in the plan.
        raise _answers_changed()
    given: Mapping[str, Any] = {row["id"]: row for row in (plan.problem or {})["offers"]}
    for row in found:
        offered = row.pieces or [0] * len(wanted[str(row.pk)])
        is_less = any(asked > has for asked, has in zip(wanted[str(row.pk)], offered, strict=True))
        was = given[str(row.pk)]
        if (
            row.state != OfferState.OFFERED
            or is_less
            or (row.unit_price, row.min_lot) != (was["unit_price"], was["min_lot"])
            or row.valid_until is None
            or row.valid_until < clock.today()
            or row.product.archived_at is not None
        ):
            raise Conflict(
                "offer_changed",
                _("Penawaran %(member)s berubah sejak rencana ini dihitung. Susun yang baru."),
                params={"member": row.product.enterprise.name},
            )
    require_certificates(order, [row.product.enterprise for row in found])
    return [(row, wanted[str(row.pk)]) for row in found]


def _letter(
    letter: Commitment, invitation: Invitation, weekly: list[int], content: dict[str, Any]
) -> Commitment:
    """Return the letter, not yet saved, with the part of one member."""
    letter.invitation, letter.pieces, letter.content = invitation, weekly, content
    letter.unit_price, letter.code = invitation.unit_price or 0, new_code()
    return letter
