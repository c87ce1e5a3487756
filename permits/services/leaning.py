"""Telling the files that lean on a document that it is not good any more, or good again."""

from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import User
from applications.lifecycle import OPEN_STATES
from applications.models import Application, Attachment, Note
from common.dates import clock
from notifications.services.outbox import enqueue_all
from permits.enums import PermitAction
from permits.messages.leaning import leaning_note, notices_of_leaning
from permits.models import Permit
from programs.enums import State

_TOLD: Final = frozenset(
    {
        PermitAction.SUSPENDED,
        PermitAction.REINSTATED,
        PermitAction.REVOKED,
        PermitAction.SURRENDERED,
        PermitAction.SUPERSEDED,
        PermitAction.EXPIRED,
    }
)
# One enterprise has few open files; more are told nothing twice.
_MOST: Final = 50


def leaning_on(permit: Permit) -> QuerySet[Application]:
    """Return the open files of the enterprise that have the document, wherever they attach it."""
    evidence = permit.evidence
    if evidence is None:
        return Application.objects.none()
    current = Attachment.objects.filter(removed_at__isnull=True)
    current = current.filter(Q(version=evidence) | Q(version__sha256=evidence.sha256))
    found = Application.objects.filter(
        enterprise_id=permit.enterprise_id, pk__in=current.values("application")
    )
    return found.filter(state__in=[str(state) for state in OPEN_STATES])


def tell_what_leaned(
    permit: Permit, action: PermitAction, *, actor: User | None, reason: str
) -> int:
    """Tell the people of each file that leans on the permit; return how many files.

    Officials read a note in a submitted file where a person acted. In the caller's transaction.
    """
    if action not in _TOLD:
        return 0
    files = leaning_on(permit).exclude(pk=permit.application_id or 0)
    told = list(files.select_related("scheme", "enterprise", "claimed_by").order_by("pk")[:_MOST])
    for application in told:
        enqueue_all(notices_of_leaning(permit, application, reason))
        if actor is not None and application.state != State.DRAFT:
            Note.objects.create(
                application=application,
                author=actor,
                at=clock.now(),
                text=leaning_note(permit, reason),
            )
    return len(told)
