"""Claiming an application from the shared queue, and releasing it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import holds
from applications.lifecycle import QUEUE_STATES
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.permissions import acting_stage, is_or_was_member
from applications.selectors.access import require_visible
from applications.services.locking import lock
from common.errors import Conflict, NotPermitted


def take(actor: User, application_id: int, *, from_another: bool = False) -> Application:
    """Claim the application for the actor, with `from_another` even from a colleague who is away.

    Locks the row. Raises NotFound, NotPermitted, Conflict (`held_by_another`, `not_waiting`).
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = _locked_for(actor, application_id)
        if application.claimed_by_id not in (None, actor.pk) and not from_another:
            raise Conflict("held_by_another", str(PERMISSION["held_by_another"]))
        application.claimed_by = actor
        application.save(update_fields=["claimed_by"])
    return application


def release(actor: User, application_id: int) -> Application:
    """Return an application that the actor has claimed to the shared queue.

    Locks the row. Raises NotFound, NotPermitted, Conflict `not_waiting`.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = _locked_for(actor, application_id)
        if application.claimed_by_id == actor.pk:
            application.claimed_by = None
            application.save(update_fields=["claimed_by"])
    return application


def _locked_for(actor: User, application_id: int) -> Application:
    application = lock(application_id)
    stage = acting_stage(application)
    if application.state not in QUEUE_STATES or stage is None:
        raise Conflict("not_waiting", _("Berkas ini tidak sedang menunggu petugas."))
    allowed = holds(
        actor,
        Role(stage.role),
        field=application.scheme.agency_field,
        regency_code=application.regency_id,
    )
    if not allowed or is_or_was_member(actor, application):
        raise NotPermitted("not_your_stage", str(PERMISSION["not_your_stage"]))
    return application
