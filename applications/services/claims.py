"""Who works on an application: taking it, giving it back, handing it over to a colleague."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.messages.holdings import handed_over, taken_over
from applications.messages.refusals import PERMISSION, RECEIVER
from applications.models import Application, HoldingEnd
from applications.permissions import may_claim
from applications.selectors.access import require_visible
from applications.services.authorization import require
from applications.services.holdings import move_claim
from applications.services.locking import lock
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotPermitted
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition


def take(actor: User, application_id: int, *, from_another: bool = False) -> Application:
    """Claim the application for the actor, with `from_another` even from an absent colleague.

    Needs the permission of the act that the stage waits for. A submitted application starts its
    review in the same transaction. A colleague who loses it is notified. Locks the row. Raises
    NotFound, NotPermitted, Conflict (`held_by_another`, `not_waiting`).
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = _locked_for(actor, application_id, from_another=from_another)
        if application.claimed_by is not None and application.claimed_by != actor:
            former = application.claimed_by
            _move(application, actor, HoldingEnd.TAKEN_OVER)
            enqueue_all([taken_over(application, actor, former)])
        if application.state == State.SUBMITTED:
            application = perform(actor, application_id, Transition.START_REVIEW)
        # A start gives the file back where the first stage wants a second person.
        _move(application, actor, HoldingEnd.RELEASED)
    return application


def release(actor: User, application_id: int) -> Application:
    """Return an application that the actor has claimed to the shared queue.

    Locks the row. Raises NotFound, NotPermitted, Conflict `not_waiting`.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = _locked_waiting(application_id)
        if application.claimed_by_id == actor.pk:
            _move(application, None, HoldingEnd.RELEASED)
        else:
            require(may_claim(actor, application))
    return application


def hand_over(actor: User, application_id: int, receiver: User) -> Application:
    """Give an application that the actor holds or may take to a colleague, who is notified.

    Both need the permission of the act that the stage waits for. Locks the row. Raises NotFound,
    NotPermitted (`receiver_may_not` for the colleague), InvalidInput `own_hands`, Conflict
    (`held_by_another`, `not_waiting`).
    """
    with transaction.atomic():
        application = _hand_over(actor, application_id, receiver)
        enqueue_all([handed_over([application], actor, receiver)])
    return application


def hand_over_many(
    actor: User, application_ids: Sequence[int], receiver: User
) -> dict[int, DomainError | None]:
    """Hand over each as `hand_over` would; return what prevented each, None if nothing.

    One transaction, so that the receiver gets one message about exactly what changed hands; what
    is refused leaves the others as they are. Locks the rows in the order of their keys.
    """
    outcomes: dict[int, DomainError | None] = {}
    moved: list[Application] = []
    with transaction.atomic():
        for key in sorted(set(application_ids)):
            outcomes[key] = None
            try:
                with transaction.atomic():
                    moved.append(_hand_over(actor, key, receiver))
            except DomainError as error:
                outcomes[key] = error
        if moved:
            enqueue_all([handed_over(moved, actor, receiver)])
    return outcomes


def _hand_over(actor: User, application_id: int, receiver: User) -> Application:
    if receiver.pk == actor.pk:
        raise InvalidInput("own_hands", _("Pilih rekan Anda, bukan diri sendiri."))
    require_visible(actor, application_id)
    application = _locked_for(actor, application_id)
    permission = may_claim(receiver, application)
    if not permission:
        raise NotPermitted(
            "receiver_may_not",
            _("%(name)s tidak dapat memegang berkas ini. %(why)s"),
            params={
                "name": str(receiver),
                "why": str(RECEIVER[permission.code]) % permission.params,
            },
        )
    # Out of the actor's hands, so that the history says who gave it.
    now = clock.now()
    move_claim(application, actor, ended_as=HoldingEnd.RELEASED, at=now)
    move_claim(application, receiver, ended_as=HoldingEnd.HANDED_OVER, at=now)
    application.save(update_fields=["claimed_by"])
    return application


def _move(application: Application, holder: User | None, ended_as: HoldingEnd) -> None:
    if move_claim(application, holder, ended_as=ended_as, at=clock.now()):
        application.save(update_fields=["claimed_by"])


def _locked_for(actor: User, application_id: int, *, from_another: bool = False) -> Application:
    """Lock an application that the actor may claim, from a colleague only with `from_another`."""
    application = _locked_waiting(application_id)
    require(may_claim(actor, application))
    if application.claimed_by_id not in (None, actor.pk) and not from_another:
        holder = {"holder": str(application.claimed_by)}
        raise Conflict("held_by_another", PERMISSION["held_by_another"], params=holder)
    return application


def _locked_waiting(application_id: int) -> Application:
    application = lock(application_id)
    if application.state not in QUEUE_STATES:
        raise Conflict("not_waiting", _("Berkas ini tidak sedang menunggu petugas."))
    return application
