"""Letters of the office that are permits: each becomes one when it is signed, and ends with it."""

from typing import Final

from applications.models import Application
from common.dates import clock
from enterprises.enums import CredentialStatus
from letters.enums import LetterAction
from letters.models import Letter, LetterTemplate
from permits.enums import PermitAction
from permits.models import Permit
from permits.policies.status_table import may_follow
from permits.services.completion import complete_if_done
from permits.services.dependent_applications import notify_dependents
from permits.services.history import record, set_status
from programs.enums import State

ISSUED_OUTCOME: Final = "letter"
_FOLLOWS: Final = {
    LetterAction.SUSPENDED: PermitAction.SUSPENDED,
    LetterAction.REINSTATED: PermitAction.REINSTATED,
    LetterAction.REVOKED: PermitAction.REVOKED,
    LetterAction.SUPERSEDED: PermitAction.SUPERSEDED,
    LetterAction.EXPIRED: PermitAction.EXPIRED,
}


def letter_changed(
    application: Application, letter: Letter, action: LetterAction, reason: str
) -> None:
    """Let the permit of a letter be issued with it and follow it.

    Called in the transaction that changed the letter, under its lock. What a person does to the
    permit itself has changed it already when the letter follows.
    """
    if action == LetterAction.SIGNED:
        _issue(application, letter)
    elif action in _FOLLOWS:
        _follow(letter, _FOLLOWS[action], reason)


def _issue(application: Application, letter: Letter) -> None:
    if letter.number is None:
        return
    if application.scheme.outcome != ISSUED_OUTCOME or not _grants(application, letter):
        return
    permit = Permit.objects.create(
        application=application,
        enterprise=application.enterprise,
        agency=letter.agency,
        regency_id=application.regency_id,
        at_province=application.at_province,
        kind=application.scheme.code,
        number=letter.number.written,
        holder=letter.holder,
        issuer=letter.agency.name,
        issued_on=letter.number.given_on,
        valid_until=letter.valid_until,
        status_at=clock.now(),
        issued_here=True,
        letter=letter,
        code=letter.code,
        created_at=clock.now(),
    )
    record(permit, PermitAction.ISSUED, actor=letter.signed_by)
    former = Permit.objects.filter(letter__superseded_by=letter, superseded_by__isnull=True)
    former.filter(status=CredentialStatus.SUPERSEDED).update(superseded_by=permit)
    complete_if_done(application)


def _grants(application: Application, letter: Letter) -> bool:
    """Tell whether the letter is of an approval; one that refuses or explains is no permit."""
    templates = LetterTemplate.objects.filter(edition=application.edition_id, code=letter.kind)
    return templates.filter(state=State.APPROVED).exists()


def _follow(letter: Letter, action: PermitAction, reason: str) -> None:
    permit = Permit.objects.select_for_update(of=("self",)).filter(letter=letter).first()
    if permit is None or not may_follow(permit.status, action):
        return
    set_status(permit, action)
    if action == PermitAction.SUPERSEDED:
        permit.superseded_by = Permit.objects.filter(letter=letter.superseded_by_id).first()
    permit.save(update_fields=["status", "status_at", "superseded_by"])
    last = letter.events.order_by("-pk").first()
    actor = last.actor if last is not None else None
    record(permit, action, actor=actor, reason=reason)
    notify_dependents(permit, action, actor=actor, reason=reason)
