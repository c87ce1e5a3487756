"""What a permit is worth: the only code by which people suspend, reinstate, revoke and end one."""

from typing import Final

from django.db import transaction

from accounts.models import User
from common.errors import Conflict, InvalidInput, NotPermitted
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason
from letters.enums import LetterAction
from letters.services import status as standing
from notifications.services.outbox import enqueue_all
from permits.enums import PermitAction
from permits.messages.notices import changed
from permits.messages.refusals import REFUSAL
from permits.models import Permit
from permits.permissions import may_change
from permits.policies.status_table import ACTIONS, may_follow
from permits.selectors.permits import permit_for
from permits.services.dependent_applications import notify_dependents
from permits.services.history import record, set_status
from permits.services.locking import lock_permit

# A letter that its holder surrenders is no longer valid, whatever the status of its permit.
_OF_LETTER: Final = {
    PermitAction.SUSPENDED: LetterAction.SUSPENDED,
    PermitAction.REINSTATED: LetterAction.REINSTATED,
    PermitAction.REVOKED: LetterAction.REVOKED,
    PermitAction.SURRENDERED: LetterAction.REVOKED,
    PermitAction.SUPERSEDED: LetterAction.SUPERSEDED,
}


def change(actor: User, permit_id: int, name: str, reason: str) -> Permit:
    """Suspend, reinstate, revoke, surrender or supersede a permit, and its letter with it.

    The reason is kept and shown to the holder. One transaction; locks the letter, then the permit.
    For a recorded document it records what its issuer, or the holder, has done. Raises NotFound,
    NotPermitted, InvalidInput (`unknown_action`, `reason_too_short`, `reason_too_long`,
    `nik_in_reason`), Conflict `not_possible` with its status now.
    """
    permit_for(actor, permit_id)
    if name not in ACTIONS:
        raise InvalidInput("unknown_action", REFUSAL["unknown_action"], field="name")
    action, reason = PermitAction(ACTIONS[name]), _clean(reason)
    with transaction.atomic():
        permit = lock_permit(permit_id)
        allowed = may_change(actor, permit)
        if not allowed:
            raise NotPermitted(allowed.code, REFUSAL[allowed.code])
        require_possible(permit, action)
        set_status(permit, action)
        permit.save(update_fields=["status", "status_at"])
        record(permit, action, actor=actor, reason=reason)
        if permit.letter_id is not None:
            # Its listeners find the permit changed already, and notify its holder of the letter.
            standing.change(actor, permit.letter_id, _OF_LETTER[action], reason)
        else:
            enqueue_all(changed(permit, reason))
        notify_dependents(permit, action, actor=actor, reason=reason)
    return permit


def require_possible(permit: Permit, action: PermitAction) -> None:
    """Raise Conflict where the permit, as it is now, does not allow the action."""
    if not may_follow(permit.status, action):
        params = {"status": str(permit.get_status_display())}
        raise Conflict("not_possible", REFUSAL["not_possible"], params=params)


def _clean(reason: str) -> str:
    reason = " ".join(reason.split()) if isinstance(reason, str) else ""
    if not is_reason(reason, least=standing.MIN_REASON) or not reason.isprintable():
        params = {"least": standing.MIN_REASON}
        text = str(REFUSAL["reason_too_short"]) % params
        raise InvalidInput("reason_too_short", text, field="reason")
    if len(reason) > standing.MAX_REASON:
        text = str(REFUSAL["reason_too_long"]) % {"most": standing.MAX_REASON}
        raise InvalidInput("reason_too_long", text, field="reason")
    refuse_nik(reason)
    return reason
