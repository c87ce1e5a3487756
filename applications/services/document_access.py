"""Opening documents: checked for this person, and written to the security log before it happens."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from accounts.enums import SecurityAction
from accounts.models import SecurityEvent, User
from accounts.selectors.scope import is_auditor
from accounts.selectors.security_log import reasons_given
from accounts.services.security_log import event_of, record_all
from applications.messages.refusals import PERMISSION, STATEMENT
from applications.models import Application, Attachment
from applications.models.attachment import OBJECTION_DOCUMENT, OUTSIDE_DOCUMENT
from applications.policies.reasons import MIN_TELLING_LENGTH
from applications.selectors.access import application_for
from applications.selectors.attachments import attachment_of
from applications.selectors.document_access import (
    gate_of,
    key_of,
)
from applications.services.authorization import require
from common.dates import clock
from common.errors import InvalidInput, NotPermitted, Withheld
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason
from enterprises.selectors.openings import holder_of
from enterprises.selectors.scans import require_openable

MOST_REASON: Final = 500
# One row an hour for one person and document: a page with its pictures is many requests.
_HOUR: Final = "%Y%m%d%H"


def open_document(user: User, application: Application, attachment: Attachment) -> None:
    """Record that a person who sees the application opens one of its documents.

    Call it before anything is sent. Raises NotPermitted `documents_closed` or
    `audit_reason_required`, and Withheld for a file that the scanner has not cleared.
    """
    require(gate_of(user, application).to(attachment.pk))
    require_openable(attachment.version, user)
    record_openings(user, application, [attachment])


def require_some_openable(user: User, application: Application) -> None:
    """Raise NotPermitted where no document of the application opens to the person, reason or not.

    An auditor gets those for which they have written a reason.
    """
    gate = gate_of(user, application)
    if not gate.asks_for_reasons:
        require(gate.permission)


def openable(
    user: User, application: Application, attachments: Sequence[Attachment]
) -> dict[int, str]:
    """Return by key why each of these documents does not open now, "" for one that does."""
    gate = gate_of(user, application)
    refusals: dict[int, str] = {}
    for each in attachments:
        permission = gate.to(each.pk)
        each.version.enterprise = application.enterprise
        refusals[each.pk] = "" if permission else str(PERMISSION[permission.code])
        try:
            require_openable(each.version, user)
        except Withheld as error:
            refusals[each.pk] = refusals[each.pk] or error.message
    return refusals


def record_openings(
    user: User, application: Application, attachments: Sequence[Attachment]
) -> None:
    """Write to the security log that the person opens these documents, which they may.

    One statement, and one row an hour for each document and each reason of an auditor.
    """
    keys = [key_of(each.pk) for each in attachments]
    reasons = reasons_given(user, keys) if is_auditor(user) else {}
    labels = _labels(application)
    events = []
    for key, attachment in zip(keys, attachments, strict=True):
        written = reasons.get(key)
        event = _event(SecurityAction.DOCUMENT_OPENED, user, application, attachment, labels)
        event.reason = written.reason if written else ""
        number = written.pk if written else 0
        event.once = f"{key}|{user.pk}|{clock.now():{_HOUR}}|{number}"
        events.append(event)
    record_all(events)


@transaction.atomic
def give_reason(user: User, application_id: int, attachment_id: int, reason: str) -> Attachment:
    """Record why an auditor opens a document, which opens it to them for an hour.

    Raises NotFound, NotPermitted `documents_closed` for anyone else, InvalidInput
    (`reason_says_nothing`, `nik_in_reason`).
    """
    application = application_for(user, application_id)
    attachment = attachment_of(application, attachment_id)
    if not is_auditor(user):
        raise NotPermitted("documents_closed", PERMISSION["documents_closed"])
    reason = " ".join(reason.replace("\0", "").split())
    if not is_reason(reason, least=MIN_TELLING_LENGTH, most=MOST_REASON, words=2):
        raise InvalidInput("reason_says_nothing", STATEMENT["reason_says_nothing"], field="reason")
    refuse_nik(reason)
    labels = _labels(application)
    event = _event(SecurityAction.DOCUMENT_REASON, user, application, attachment, labels)
    event.reason = reason
    record_all([event])
    return attachment


def _labels(application: Application) -> dict[str, str]:
    labels = {row.code: row.label_id for row in application.edition.requirements.all()}
    own = {OBJECTION_DOCUMENT: "Lampiran keberatan", OUTSIDE_DOCUMENT: "Lampiran kabar"}
    return {**own, **labels}


def _event(
    action: SecurityAction,
    user: User,
    application: Application,
    attachment: Attachment,
    labels: Mapping[str, str],
) -> SecurityEvent:
    label = labels.get(attachment.requirement, attachment.requirement)
    return event_of(
        action,
        person=user,
        thing=key_of(attachment.pk),
        holder=holder_of(application.enterprise_id),
        words=f"{label} · {application.number}",
    )
