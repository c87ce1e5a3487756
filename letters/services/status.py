"""What a signed letter is worth: suspended, reinstated, revoked, superseded; drafts cancelled."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings
from common.errors import Conflict, InvalidInput, NotPermitted
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason
from letters.enums import LetterAction
from letters.models import Letter
from letters.policies.status_table import may_follow
from letters.selectors.parties import is_party
from letters.selectors.positions import signing_holder
from letters.services.history import record, set_status
from letters.services.locking import lock_letter
from letters.services.numbering import cancel_number

MIN_REASON = 3
MAX_REASON = 2000


def may_change(user: User, letter: Letter) -> bool:
    """Tell whether the person decides or signs for the office of the letter today.

    Never a person who acts or acted for the enterprise that the letter is about.
    """
    return _answers(user, letter) and not is_party(user, letter)


def require_change(user: User, letter: Letter) -> None:
    """Raise NotPermitted `not_your_letter`, or `own_letter` for a party, as `may_change` says."""
    if not _answers(user, letter):
        raise NotPermitted("not_your_letter", _("Surat ini bukan wewenang Anda."))
    if is_party(user, letter):
        text = _(
            "Anda bertindak atau pernah bertindak untuk usaha ini. Minta rekan lain di dinas Anda."
        )
        raise NotPermitted("own_letter", text)


def _answers(user: User, letter: Letter) -> bool:
    decides = any(
        posting.agency_id == letter.agency_id and posting.role == Role.DECIDER
        for posting in active_postings(user)
    )
    return decides or signing_holder(letter, user) is not None


def clean_reason(reason: str) -> str:
    """Return a reason in one line; raises InvalidInput `reason_too_short`, `nik_in_reason`."""
    reason = " ".join(reason.split())
    if not is_reason(reason, least=MIN_REASON, most=MAX_REASON):
        text = _("Tulis alasannya, paling sedikit %(least)s huruf.") % {"least": MIN_REASON}
        raise InvalidInput("reason_too_short", text, field="reason")
    refuse_nik(reason)
    return reason


def change(actor: User, letter_id: int, action: LetterAction, reason: str) -> Letter:
    """Suspend, reinstate, revoke or cancel a letter; the reason is kept and shown to its holder.

    Raises NotPermitted, InvalidInput `reason_too_short`, `nik_in_reason`, Conflict `not_possible`
    with its status now. The same change again is a conflict too, never a second event.
    """
    reason = clean_reason(reason)
    with transaction.atomic():
        letter = lock_letter(letter_id)
        require_change(actor, letter)
        _require_letter(letter)
        require_possible(letter, action)
        _set_and_save(letter, action)
        if action == LetterAction.CANCELLED and letter.number is not None:
            cancel_number(letter.number, actor, reason)
        record(letter, action, actor=actor, reason=reason)
    return letter


def _require_letter(letter: Letter) -> None:
    """Raise Conflict `not_possible` for a statement: what happened cannot be ended."""
    if letter.is_statement:
        text = _("Pernyataan tidak diakhiri; yang dapat diakhiri surat yang menyusulnya.")
        raise Conflict("not_possible", text)


def lift(subject: str, reason: str, *, by: User | None = None) -> None:
    """End the office's letters about a subject when the decision behind them was lifted.

    A draft is cancelled, and a number that it has stays in the agenda book as cancelled, by whoever
    lifted the decision (None: nobody, it was lifted by silence); what is in force is revoked. Call
    it in the transaction that lifts the decision.
    """
    rows = Letter.objects.select_for_update(of=("self",)).select_related("number")
    for letter in rows.filter(subject=subject):
        for action in (LetterAction.CANCELLED, LetterAction.REVOKED):
            if may_follow(letter.status, action):
                _set_and_save(letter, action)
                if action == LetterAction.CANCELLED and letter.number is not None:
                    cancel_number(letter.number, by, reason)
                record(letter, action, reason=reason)


def supersede(old: Letter, new: Letter, *, actor: User | None, reason: str) -> None:
    """Replace `old` with `new`, which was signed; call it in the transaction of signing.

    Raises Conflict `not_possible`.
    """
    require_possible(old, LetterAction.SUPERSEDED)
    set_status(old, LetterAction.SUPERSEDED)
    old.superseded_by = new
    old.save(update_fields=["status", "status_at", "superseded_by"])
    record(old, LetterAction.SUPERSEDED, actor=actor, reason=reason)


def take_place(letter: Letter) -> None:
    """Replace the letter that the one being signed corrects, if any.

    In the transaction of signing, before the letter is in force. Locks the former; raises Conflict
    `not_possible` where that has ended already.
    """
    if letter.follows_id is not None:
        _replace_statement(lock_letter(letter.follows_id), letter)
    if letter.corrects_id is None:
        return
    supersede(lock_letter(letter.corrects_id), letter, actor=letter.signed_by, reason="")


def _replace_statement(statement: Letter, letter: Letter) -> None:
    """Replace the statement with the owed letter; one that is not sealed yet is not needed."""
    if may_follow(statement.status, LetterAction.SUPERSEDED):
        supersede(statement, letter, actor=None, reason="")
    elif may_follow(statement.status, LetterAction.CANCELLED):
        _set_and_save(statement, LetterAction.CANCELLED)
        record(statement, LetterAction.CANCELLED)


def require_possible(letter: Letter, action: LetterAction) -> None:
    """Raise Conflict where the letter, as it is now, does not allow the action."""
    if not may_follow(letter.status, action):
        text = _("Surat ini sekarang %(status)s.") % {"status": letter.get_status_display()}
        raise Conflict("not_possible", text, params={"status": letter.status})


def _set_and_save(letter: Letter, action: LetterAction) -> None:
    """Set the status, and clear the claim of whoever signs it now."""
    set_status(letter, action)
    letter.clear_claim()
    letter.save(update_fields=["status", "status_at", "claim", "claimed_until", "attempts"])
