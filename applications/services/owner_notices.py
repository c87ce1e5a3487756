"""Notices to the owner about what their helper did with an application."""

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, ApplicationEvent
from enterprises.enums import HelperAct
from enterprises.services.owner_notices import tell_owner
from programs.enums import State, Transition


def tell_owner_of(actor: User, application: Application, event: ApplicationEvent) -> None:
    """Notify the owner of a helper's transition, in the caller's transaction."""
    if event.actor_role != Role.HELPER:
        return
    act = _act(event)
    if act is not None:
        _tell(actor, application, act)


def tell_owner_of_draft(actor: User, application: Application) -> None:
    """Notify the owner that their helper began an application, in the caller's transaction."""
    _tell(actor, application, HelperAct.DRAFTED)


def tell_owner_of_report(actor: User, application: Application) -> None:
    """Notify the owner that their helper reported a step outside the portal, in the transaction."""
    _tell(actor, application, HelperAct.REPORTED)


def _act(event: ApplicationEvent) -> HelperAct | None:
    if event.transition == Transition.WITHDRAW:
        return HelperAct.WITHDRAWN
    if event.transition != Transition.SUBMIT:
        return None
    return HelperAct.SUBMITTED if event.from_state == State.DRAFT else HelperAct.CORRECTED


def _tell(actor: User, application: Application, act: HelperAct) -> None:
    tell_owner(
        actor,
        application.enterprise,
        act,
        about=application.number,
        link=f"/pengajuan/{application.pk}/",
    )
