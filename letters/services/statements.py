"""Statements: what the portal itself says under the office's seal, without a signature."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Agency
from common.dates import clock
from common.errors import DomainError
from common.jobs.leases import ClaimLost, claim_waiting, lock_claimed_row, release_row
from letters.enums import LetterAction, LetterStatus, PositionKind, SignatureWay
from letters.models import Letter
from letters.policies.codes import new_code
from letters.render.content import statement_content
from letters.render.pdf import typeset
from letters.services.drafting import MAX_HOLDER, Subject
from letters.services.files import FILES, MAX_BYTES
from letters.services.history import record, set_status
from letters.services.signing import verification_address
from letters.signers.base import SigningFailed, SigningPerson
from letters.signers.seal import SealSigner

_LEASE: Final = timedelta(minutes=2)
# After a failure that resolves itself, or that an administrator resolves; never given up.
_AGAIN: Final = timedelta(minutes=5)
_LETTERS: Final = Letter.objects.select_related("agency", "number")


def write_statement(
    kind: str,
    agency: Agency,
    subject: Subject,
    *,
    titles: Mapping[str, str],
    bodies: Mapping[str, str],
) -> Letter:
    """Write a statement about the subject, in both languages; a worker seals it after the commit.

    Call it in the transaction of what it states.
    """
    now = clock.now()
    statement = Letter.objects.create(
        subject=subject.name,
        label=subject.label,
        kind=kind,
        agency=agency,
        position_kind=PositionKind.HEAD,
        holder=subject.holder[:MAX_HOLDER],
        titles=dict(titles),
        bodies=dict(bodies),
        values={},
        code=new_code(),
        status_at=now,
        drafted_at=now,
        is_statement=True,
    )
    record(statement, LetterAction.DRAFTED)
    return statement


def seal_next() -> bool:
    """Seal one statement that waits; tell whether there was one.

    If a worker dies its lease expires, and another continues. What fails is tried again later, with
    its error recorded.
    """
    with transaction.atomic():
        waiting = Letter.objects.filter(status=LetterStatus.WAITING, is_statement=True)
        statement = claim_waiting(waiting, _LEASE)
        if statement is None:
            return False
        if statement.claim is None:
            statement.clear_claim()
            statement.claimed_until = clock.now() + _AGAIN
            statement.save(update_fields=["claim", "claimed_until", "attempts"])
            return True
    try:
        _seal(statement)
    except (SigningFailed, DomainError) as error:
        Letter.objects.filter(pk=statement.pk, claim=statement.claim).update(trouble=error.code)
        release_row(Letter.objects.all(), statement.pk, statement.claim, after=_AGAIN)
    except ClaimLost:
        # Another person has sealed it, or the letter was signed before it.
        pass
    return True


def _seal(statement: Letter) -> None:
    day = clock.today()
    content = statement_content(statement, day, verification_address(statement.code))
    person = SigningPerson(statement.agency.name, "", "")
    pdf = SealSigner().sign(typeset(content), person)
    stored = FILES.store([pdf], suffix=".pdf", most=MAX_BYTES)
    try:
        with transaction.atomic():
            locked = lock_claimed_row(_LETTERS, statement.pk, statement.claim)
            if locked.status != LetterStatus.WAITING:
                raise ClaimLost
            locked.content, locked.signature = content, SignatureWay.SEAL
            locked.signed_at, locked.trouble = clock.now(), ""
            locked.stored_name, locked.sha256, locked.size = stored.name, stored.sha256, stored.size
            locked.clear_claim()
            set_status(locked, LetterAction.SIGNED)
            locked.save()
            record(locked, LetterAction.SIGNED)
    except BaseException:
        FILES.delete(stored.name)
        raise
