"""The history of a permit, and the fact of the enterprise that follows each of its changes."""

from accounts.models import User
from common.dates import clock
from enterprises.enums import CredentialStatus
from enterprises.services.credentials import StatedCredential, state_credential
from permits.enums import PermitAction
from permits.models import Permit, PermitEvent
from permits.policies.status_table import LEADS_TO


def record(
    permit: Permit, action: PermitAction, *, actor: User | None = None, reason: str = ""
) -> PermitEvent:
    """Write an event, and update the permit among the credentials of the enterprise.

    Called in the transaction that changed the permit, after it was saved.
    """
    event = PermitEvent.objects.create(
        permit=permit, at=clock.now(), action=action, actor=actor, reason=reason
    )
    state_credential(permit.enterprise, _stated(permit))
    return event


def set_status(permit: Permit, action: PermitAction) -> None:
    """Set the status that an action leads to, and since when; does not save."""
    permit.status = CredentialStatus(LEADS_TO[action])
    permit.status_at = clock.now()


def _stated(permit: Permit) -> StatedCredential:
    letter, evidence = permit.letter, permit.evidence
    return StatedCredential(
        source=f"permit:{permit.pk}",
        kind=permit.kind,
        number=permit.number,
        holder=permit.holder,
        issuer=permit.issuer,
        issued_on=permit.issued_on,
        valid_until=permit.valid_until,
        status=CredentialStatus(permit.status),
        issued_here=permit.issued_here,
        checked_at=permit.created_at if permit.issued_here else permit.looked_up_at,
        code="" if letter is not None else permit.code,
        sha256=letter.sha256 if letter is not None else (evidence.sha256 if evidence else ""),
    )
