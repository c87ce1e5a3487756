"""When a permit may be renewed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from common.dates import clock
from enterprises.enums import CredentialStatus
from letters.models import Letter
from permits.models import Permit
from permits.policies.ending import Window, renewal_window
from programs.models import Rule

_RENEWED: Final = frozenset(
    {CredentialStatus.VALID, CredentialStatus.SUSPENDED, CredentialStatus.EXPIRED}
)
_KEYS: Final = ("renewal_opens_months", "renewal_closes_months", "renewal_latest_months")
_PER_SHIPMENT: Final = "validity_per_shipment"
# Figures of the brand that DJKI registers, not of the letter that is valid to its year's end.
_OF_ANOTHER: Final = frozenset({"merek-umk"})


def window_of(permit: Permit) -> Window | None:
    """Return the days on which its renewal may be begun; None where it does not end."""
    return windows_of([permit])[permit.pk]


def windows_of(permits: Iterable[Permit]) -> dict[int, Window | None]:
    """Return the windows by the key of the permit, by the rules of each file's edition."""
    rows = list(permits)
    editions = {each.application.edition_id for each in rows if each.application is not None}
    figures: dict[int | None, dict[str, int]] = {}
    found = Rule.objects.filter(
        edition__in=editions, key__in=(*_KEYS, _PER_SHIPMENT), regency__isnull=True
    )
    for rule in found:
        if isinstance(rule.value, int):
            figures.setdefault(rule.edition_id, {})[rule.key] = rule.value
    of_a_year = _good_for_a_year(rows)
    windows: dict[int, Window | None] = {}
    for permit in rows:
        if permit.pk in of_a_year and permit.valid_until is not None:
            # Asked for in the same year, another would end on the same day.
            windows[permit.pk] = Window(permit.valid_until + timedelta(days=1), None)
            continue
        edition = permit.application.edition_id if permit.application is not None else None
        own = figures.get(edition, {}) if permit.kind not in _OF_ANOTHER else {}
        if own.get(_PER_SHIPMENT):
            windows[permit.pk] = Window(permit.issued_on, None, per_shipment=True)
            continue
        windows[permit.pk] = renewal_window(
            permit.valid_until,
            opens_months=own.get(_KEYS[0]),
            closes_months=own.get(_KEYS[1]),
            latest_months=own.get(_KEYS[2]),
        )
    return windows


def _good_for_a_year(permits: Iterable[Permit]) -> set[int]:
    """Return the keys of those whose letter is valid to the end of the year of its date."""
    by_letter = {each.letter_id: each.pk for each in permits if each.letter_id is not None}
    letters = Letter.objects.filter(pk__in=by_letter, until_year_end=True)
    return {by_letter[key] for key in letters.values_list("pk", flat=True)} if by_letter else set()


def may_renew(permit: Permit, window: Window | None = None) -> bool:
    """Tell whether a renewal may be begun today."""
    if permit.application_id is None or permit.status not in _RENEWED:
        return False
    window = window or window_of(permit)
    return window is not None and window.is_open(clock.today())
