"""Places of a quota: set by the office, taken at their stage, freed without a result."""

from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from applications.models import Application, ApplicationEvent
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from permits.messages.refusals import REFUSAL
from permits.models import Slot, SlotQuota
from permits.selectors.permits import permits_of
from permits.selectors.slots import SLOT_STAGE, quota_of, settable, slot_of
from programs.enums import State, Transition
from programs.selectors.catalogue import edition_on

MAX_PLACES: Final = 10_000_000
_CEILING: Final = "quota_per_year"
_WITHOUT_RESULT: Final = frozenset({State.REJECTED, State.WITHDRAWN})


def follow(application: Application, event: ApplicationEvent) -> None:
    """Take or free the file's place, depending on its transition, in the same transaction.

    Raises Conflict `quota_full`. A refusal that is reopened takes a place again where one is left.
    """
    if event.transition == Transition.PASS_STAGE and event.from_stage is not None:
        if event.from_stage.code == SLOT_STAGE:
            _take(application, event)
    elif event.transition == Transition.REOPEN:
        if Slot.objects.filter(application=application).exists():
            _take(application, event, is_owed=False)
    elif event.to_state in _WITHOUT_RESULT or (
        event.to_state == State.COMPLETED and not permits_of(application).exists()
    ):
        Slot.objects.filter(application=application, freed_at__isnull=True).update(
            freed_at=event.at
        )


def set_places(actor: User, kind: str, regency: str | None, year: int, places: int) -> SlotQuota:
    """Set how many places the office gives in a year: this one or the next. Locks the quota.

    Raises NotPermitted, InvalidInput (`year_not_open`, `places_out_of_range`), and Conflict
    `places_used` where more are taken already.
    """
    if not any(scheme.code == kind and region == regency for scheme, region in settable(actor)):
        raise NotPermitted("not_your_quota", REFUSAL["not_your_quota"])
    this = clock.today().year
    if year not in (this, this + 1):
        raise InvalidInput("year_not_open", REFUSAL["year_not_open"], field="year")
    most = _most(kind)
    if not 0 <= places <= most:
        said = str(REFUSAL["places_out_of_range"]) % {"most": most}
        raise InvalidInput("places_out_of_range", said, field="places")
    with transaction.atomic():
        quota, _is_new = SlotQuota.objects.select_for_update().get_or_create(
            kind=kind,
            year=year,
            regency_id=regency,
            defaults={"places": places, "set_by": actor, "set_at": clock.now()},
        )
        if places < quota.used:
            params = {"used": quota.used}
            raise Conflict("places_used", REFUSAL["places_used"], params=params, field="places")
        quota.places, quota.set_by, quota.set_at = places, actor, clock.now()
        quota.save(update_fields=["places", "set_by", "set_at"])
    return quota


def _take(application: Application, event: ApplicationEvent, *, is_owed: bool = True) -> None:
    """Take a place of this year's quota; none is promised where the office has set no quota."""
    if slot_of(application) is not None:
        return
    found = quota_of(application)
    if found is None:
        return
    # A second caller waits here for the first, and then sees what is left.
    quota = SlotQuota.objects.select_for_update().get(pk=found.pk)
    if quota.used < quota.places:
        _create(application, quota, event)
    elif is_owed:
        raise _full(quota)


def _create(application: Application, quota: SlotQuota, event: ApplicationEvent) -> None:
    try:
        with transaction.atomic():
            Slot.objects.create(
                quota=quota, application=application, taken_by=event.actor, taken_at=event.at
            )
    except IntegrityError as error:
        raise _full(quota) from error


def _full(quota: SlotQuota) -> Conflict:
    params = {"places": quota.places, "year": quota.year}
    return Conflict("quota_full", REFUSAL["quota_full"], params=params)


def _most(kind: str) -> int:
    """Return the national figure in today's edition, which no office can exceed."""
    rules = edition_on(kind, clock.today()).rules.all()
    values = (rule.value for rule in rules if rule.key == _CEILING)
    return next((value for value in values if isinstance(value, int)), MAX_PLACES)
