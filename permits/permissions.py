"""Who may record and change permits; every refusal has a code with a message."""

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings, holds
from applications.models import Application
from applications.permissions import Permission, is_or_was_member, review_stages
from enterprises.permissions import acts_for, acts_or_acted_for
from letters.services.status import may_change as may_change_letter
from permits.models import Permit
from programs.enums import StageExit, State

RECORDED_OUTCOME = "record"
# Roles that record changes of a document that another agency issued.
_FOLLOWING = frozenset({Role.VERIFIER, Role.DECIDER})


def may_state(user: User, permit: Permit) -> Permission:
    """Tell whether the person, acting for its enterprise, may report and state changes of it."""
    return (
        Permission(True)
        if acts_for(user, permit.enterprise)
        else Permission(False, "not_applicant")
    )


def records(user: User, application: Application) -> Permission:
    """Tell whether the person holds the role of the deciding stage at the file's office."""
    role = review_stages(application)[-1].role
    is_held = holds(
        user,
        Role(role),
        field=application.scheme.agency_field,
        regency_code=application.office_regency,
    )
    if not is_held:
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file", role)
    return Permission(True, role=role)


def is_recordable(application: Application) -> bool:
    """Tell whether another agency's document may be recorded for the file as it is now.

    From the deciding stage on: what was issued may be noted before the file is approved, and
    corrected after it was closed.
    """
    if application.scheme.outcome != RECORDED_OUTCOME:
        return False
    if application.state == State.IN_REVIEW:
        return application.stage is not None and application.stage.exit == StageExit.DECIDE
    return application.state in (State.APPROVED, State.COMPLETED)


def may_change(user: User, permit: Permit) -> Permission:
    """Tell whether the person may change what the permit is worth.

    For a letter these are those who decide or sign for its office; for a recorded document those
    who verify or decide at the office that recorded it, to record what its issuer did.
    """
    if acts_or_acted_for(user, permit.enterprise):
        return Permission(False, "own_permit")
    if permit.letter is not None:
        is_theirs = may_change_letter(user, permit.letter)
    else:
        is_theirs = any(
            posting.agency_id == permit.agency_id and posting.role in _FOLLOWING
            for posting in active_postings(user)
        )
    return Permission(True) if is_theirs else Permission(False, "not_your_permit")
