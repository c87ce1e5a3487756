"""Notices about files that depend on a document when it is no longer valid, or valid again."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from applications.lifecycle import OPEN_STATES
from applications.models import Application, Attachment, Note
from common.dates import clock
from notifications.services.outbox import enqueue_all
from permits.enums import PermitAction
from permits.messages.dependent_applications import leaning_note, notices_of_leaning
from permits.models import Permit
from programs.enums import State
from programs.models import Requirement
from programs.selectors.document_kinds import document_kind_of

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
# One enterprise has few open files; no file gets two notices.
_MOST: Final = 50


def applications_relying_on(permit: Permit) -> QuerySet[Application]:
    """Return the open files of the enterprise that have the document, wherever they attach it."""
    leans = _has_evidence(permit) | _is_answered(permit)
    found = Application.objects.filter(leans, enterprise_id=permit.enterprise_id)
    return found.filter(state__in=[str(state) for state in OPEN_STATES])


def notify_dependents(
    permit: Permit, action: PermitAction, *, actor: User | None, reason: str
) -> int:
    """Notify the people of each file that depends on the permit; return how many files.

    Officials read a note in a submitted file where a person acted. In the caller's transaction.
    """
    if action not in _TOLD:
        return 0
    files = applications_relying_on(permit).exclude(pk=permit.application_id or 0)
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


def _has_evidence(permit: Permit) -> Q:
    """Match what has the scan attached, also where the owner sent the same file on their own."""
    evidence = permit.evidence
    if evidence is None:
        return Q(pk__in=())
    current = Attachment.objects.filter(removed_at__isnull=True)
    same = current.filter(Q(version=evidence) | Q(version__sha256=evidence.sha256))
    return Q(pk__in=same.values("application"))


def _is_answered(permit: Permit) -> Q:
    """Match what asks for the document that the permit answers, and has no file for it."""
    answers = document_kind_of(permit.kind)
    if not answers:
        return Q(pk__in=())
    asked = Requirement.objects.filter(document_kind=answers, edition=OuterRef("edition"))
    sent = Attachment.objects.filter(
        application=OuterRef("pk"), removed_at__isnull=True, version__kind=answers
    )
    return Q(Exists(asked)) & ~Q(Exists(sent))
