"""Members' answers to letters of commitment: accepted, declined, withdrawn."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, NotPermitted
from notifications.services.outbox import enqueue_all
from supply.enums import LetterState, OrderState
from supply.messages.order_notices import answer_notices
from supply.models import Commitment, Order
from supply.permissions import may_answer
from supply.selectors.members.orders import letter_by_link
from supply.selectors.orders.access import is_left, require_exporter
from supply.services.letters.certificates import require_certificates
from supply.services.letters.sending import release_weeks
from supply.services.members.held_weeks import release_options
from supply.services.members.promised_weeks import lock_order_weeks, promise_to_order
from supply.services.orders.buyers import lock_buyer


@transaction.atomic
def accept(actor: User, uid: UUID) -> Commitment:
    """Accept a letter: its weeks are promised to the order, all or none, in this transaction.

    What the member held for the order is released first. Locks the order, the letter, the buyer's
    request, then the weeks. Repeating changes nothing. Raises NotFound, NotPermitted for a helper
    and everyone else, WeekFull where another order took a week meanwhile, Conflict `letter_ended`,
    `weeks_passed`, `product_archived`, `certificate_lapsed`, `exporter_ended` or `buyer_ended`.
    """
    letter = _locked(actor, uid)
    if letter.state == LetterState.ACCEPTED:
        return letter
    now = clock.now()
    if letter.state != LetterState.WAITING or now > letter.answer_by:
        raise _ended()
    require_exporter(letter.order)
    lock_buyer(letter.order)
    require_certificates(letter.order, [letter.invitation.product.enterprise])
    lock_order_weeks([letter.invitation], [letter])
    release_options([letter.invitation])
    promise_to_order(letter.invitation, letter.pieces, subject=letter.subject)
    letter.state, letter.accepted_by, letter.accepted_at = LetterState.ACCEPTED, actor, now
    letter.save(update_fields=["state", "accepted_by", "accepted_at"])
    enqueue_all(answer_notices(letter))
    return letter


@transaction.atomic
def decline_letter(actor: User, uid: UUID) -> Commitment:
    """Decline a letter within its time; repeating changes nothing. Raises as `accept`."""
    letter = _locked(actor, uid)
    if letter.state == LetterState.DECLINED:
        return letter
    now = clock.now()
    if letter.state != LetterState.WAITING or now > letter.answer_by:
        raise _ended()
    release_options([letter.invitation])
    letter.state, letter.ended_at = LetterState.DECLINED, now
    letter.save(update_fields=["state", "ended_at"])
    enqueue_all(answer_notices(letter))
    return letter


@transaction.atomic
def withdraw(actor: User, uid: UUID) -> Commitment:
    """Withdraw an accepted letter, free until letters close; its weeks are free again.

    Also after that, of an order that is left. Repeating changes nothing. Raises as `accept`.
    """
    letter = _locked(actor, uid, is_withdrawal=True)
    if letter.state == LetterState.WITHDRAWN:
        return letter
    if letter.state != LetterState.ACCEPTED:
        raise _ended()
    release_weeks([letter])
    letter.state, letter.ended_at = LetterState.WITHDRAWN, clock.now()
    letter.save(update_fields=["state", "ended_at"])
    enqueue_all(answer_notices(letter))
    return letter


def _locked(actor: User, uid: UUID, *, is_withdrawal: bool = False) -> Commitment:
    """Return the letter under the locks of its order and itself, of which the actor decides.

    Its letters are out, or the order is left and the letter is being withdrawn.
    """
    found = letter_by_link(uid)
    if not may_answer(actor, found.invitation.product.enterprise):
        raise NotPermitted(
            "owner_only",
            _("Hanya pemilik usaha, atau ketua dan direkturnya, yang menjawab surat ini."),
        )
    order = (
        Order.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exporter")
        .get(pk=found.order_id)
    )
    related = ("invitation__product__enterprise",)
    letter = (
        Commitment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=found.pk)
    )
    letter.order = letter.invitation.order = order
    if order.state != OrderState.LETTERS_OUT and not (is_withdrawal and is_left(order)):
        raise _ended()
    return letter


def _ended() -> Conflict:
    return Conflict(
        "letter_ended",
        _("Surat ini sudah tidak dapat dijawab. Hubungi orang yang namanya tertulis di surat."),
    )
