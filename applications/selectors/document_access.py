"""Who may open the documents of an application, such as an identity card.

The applicant; whoever holds, in scope, the role of a stage of the office that the file has reached;
whoever decided it; an auditor, each document with a reason. Nobody else, whatever they see of the
file. Every way to a document checks here: the file, its thumbnail, its pages, the archive, the PDF,
the API.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import is_auditor
from accounts.selectors.security_log import reasons_given
from applications.models import Application
from applications.permissions import (
    Permission,
    applicant_role,
    holds_role,
    is_or_was_member,
    office_stages,
    review_stages,
)
from programs.models import Stage

CLOSED: Final = "documents_closed"
REASON_REQUIRED: Final = "audit_reason_required"


def may_open_documents(user: User, application: Application) -> Permission:
    """Tell whether a person who sees the application may open its documents.

    Whoever acted for the enterprise opens nothing as an official. An auditor is refused with
    REASON_REQUIRED; `gate_of` knows the documents with a reason.
    """
    role = applicant_role(user, application)
    if role:
        return Permission(True, role=role)
    if application.submitted_at is None:
        return Permission(False, CLOSED)
    if is_or_was_member(user, application):
        return Permission(False, "own_file")
    if is_auditor(user):
        return Permission(False, REASON_REQUIRED, Role.AUDITOR)
    for stage in reached_stages(application):
        if holds_role(user, stage, application):
            return Permission(True, role=stage.role)
    if application.decided_by_id == user.pk:
        return Permission(True, role=Role.DECIDER)
    return Permission(False, CLOSED)


@dataclass(frozen=True)
class DocumentGate:
    """What one person may open of one application: all of it, nothing, or what has a reason."""

    permission: Permission
    given: Collection[int] = ()

    @property
    def asks_for_reasons(self) -> bool:
        return self.permission.code == REASON_REQUIRED

    def to(self, attachment_id: int) -> Permission:
        """Tell whether this document opens now; an auditor's reason for it lasts an hour."""
        if self.asks_for_reasons and attachment_id in self.given:
            return Permission(True, role=self.permission.role)
        return self.permission


def gate_of(user: User, application: Application) -> DocumentGate:
    """Return what the person may open; a few queries, however many documents there are."""
    permission = may_open_documents(user, application)
    if permission.code != REASON_REQUIRED:
        return DocumentGate(permission)
    keys = {key_of(pk): pk for pk in application.attachments.values_list("pk", flat=True)}
    return DocumentGate(permission, {keys[key] for key in reasons_given(user, keys)})


def reached_stages(application: Application) -> list[Stage]:
    """Return the stages of the office that the file has reached, in order; none of a draft."""
    if application.submitted_at is None:
        return []
    reached = application.stage or review_stages(application)[0]
    return [stage for stage in office_stages(application) if stage.position <= reached.position]


def key_of(attachment_id: int) -> str:
    """Return the name of the document in the security log."""
    return f"attachment:{attachment_id}"
