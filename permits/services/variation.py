"""Variation without filing again: the holder states a change, an official accepts or refuses it."""

from datetime import date
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from applications.permissions import may_report
from applications.services.authorization import require
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput, NotPermitted
from common.text.typed_reasons import is_reason
from letters.enums import BaseField
from letters.models import Letter
from letters.services.drafting import redraft
from notifications.services.outbox import enqueue_all
from permits.enums import ChangeAnswer, Particular
from permits.messages.changes import answered, asked
from permits.messages.refusals import REFUSAL
from permits.models import Permit, PermitChange
from permits.permissions import may_change, may_state
from permits.policies.status_table import IN_FORCE
from permits.selectors.permits import permit_for
from permits.services.locking import lock_permit

MAX_VALUE: Final = 500
_MAX_HOLDER: Final = 200
_MAX_REASON: Final = 2000
_MIN_REASON: Final = 10
_EARLIEST: Final = date(1990, 1, 1)
# What the office's letters say about it; a product is what the letter was asked for.
_IN_LETTER: Final = {
    Particular.HOLDER: BaseField.ENTERPRISE,
    Particular.ADDRESS: BaseField.ADDRESS,
}


def state_change(
    actor: User,
    permit_id: int,
    *,
    particular: str,
    value: str,
    since: date | None,
    reason: str,
) -> PermitChange:
    """State what changed in a permit, why, and since when; its office is notified.

    Raises NotFound, NotPermitted, InvalidInput (all errors at once), Conflict (`not_in_force`,
    `change_open`, `product_of_letter`).
    """
    permit = permit_for(actor, permit_id)
    require(may_state(actor, permit))
    application = permit.application
    if application is None:
        raise Conflict("no_file", REFUSAL["no_file"])
    require(may_report(actor, application))
    value, reason = " ".join(value.split()), " ".join(reason.split())
    _require_whole(particular, value, since, reason)
    if permit.issued_here and particular == Particular.PRODUCT:
        raise Conflict("product_of_letter", REFUSAL["product_of_letter"], field="particular")
    assert since is not None  # noqa: S101 - asked before
    with transaction.atomic():
        permit = lock_permit(permit.pk)
        _require_in_force(permit)
        change = PermitChange(
            permit=permit,
            particular=particular,
            value=value,
            since=since,
            reason=reason,
            asked_by=actor,
            asked_at=clock.now(),
        )
        try:
            with transaction.atomic():
                change.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict("change_open", REFUSAL["change_open"]) from error
        enqueue_all(asked(change))
    return change


def answer_change(
    actor: User, permit_id: int, change_id: int, answer: str, text: str
) -> PermitChange:
    """Accept or refuse a stated change, once; the holder reads the text.

    For the office's own letter, a new one with the change waits for its signature and replaces the
    old one when it is signed. For a recorded document, the new one may then be recorded. Raises
    NotFound, NotPermitted, InvalidInput (`answer_unknown`, `reason_too_short`), Conflict
    (`already_answered`, `not_in_force`).
    """
    permit_for(actor, permit_id)
    text = " ".join(text.split())
    if answer not in set(ChangeAnswer):
        raise InvalidInput("answer_unknown", REFUSAL["answer_unknown"], field="answer")
    _require_reason(text, field="text")
    with transaction.atomic():
        permit = lock_permit(permit_id)
        allowed = may_change(actor, permit)
        if not allowed:
            raise NotPermitted(allowed.code, REFUSAL[allowed.code])
        change = _open_change(permit, change_id)
        if answer == ChangeAnswer.ACCEPTED:
            _require_in_force(permit)
        change.answer, change.answer_text = ChangeAnswer(answer), text
        change.answered_by, change.answered_at = actor, clock.now()
        change.save()
        if answer == ChangeAnswer.ACCEPTED and permit.letter is not None:
            _redraft(permit.letter, change)
        enqueue_all(answered(change))
    return change


def _open_change(permit: Permit, change_id: int) -> PermitChange:
    found = PermitChange.objects.select_for_update(of=("self",)).select_related("permit")
    change = found.filter(pk=change_id, permit=permit, answer="").first()
    if change is None:
        raise Conflict("already_answered", REFUSAL["already_answered"])
    return change


def _redraft(letter: Letter, change: PermitChange) -> None:
    particular = Particular(change.particular)
    redraft(
        letter,
        {_IN_LETTER[particular]: change.value},
        holder=change.value if particular == Particular.HOLDER else letter.holder,
        reason=change.reason,
    )


def _require_in_force(permit: Permit) -> None:
    if permit.status not in IN_FORCE:
        raise Conflict("not_in_force", REFUSAL["not_in_force"])


def _require_whole(particular: str, value: str, since: date | None, reason: str) -> None:
    codes: list[tuple[str, str]] = []
    if particular not in set(Particular):
        codes.append(("particular_unknown", "particular"))
    most = _MAX_HOLDER if particular == Particular.HOLDER else MAX_VALUE
    if not value or len(value) > most or not value.isprintable():
        codes.append(("value_unreadable", "value"))
    if since is None or not _EARLIEST <= since <= clock.today():
        codes.append(("since_impossible", "since"))
    if not _is_reason(reason):
        codes.append(("reason_too_short", "reason"))
    if codes:
        said = {"most": most, "least": _MIN_REASON}
        raise InvalidInput.many(
            [FieldError(code, field, str(REFUSAL[code]) % said) for code, field in codes]
        )


def _require_reason(text: str, *, field: str) -> None:
    if not _is_reason(text):
        said = str(REFUSAL["reason_too_short"]) % {"least": _MIN_REASON}
        raise InvalidInput("reason_too_short", said, field=field)


def _is_reason(text: str) -> bool:
    return is_reason(text, least=_MIN_REASON, most=_MAX_REASON) and text.isprintable()
