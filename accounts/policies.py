"""Limits on codes and PINs: pure arithmetic on times and digits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

PIN_DIGITS = 6
PIN_FREE_TRIES = 5
PIN_FIRST_WAIT = timedelta(minutes=15)
PIN_LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True)
class Rate:
    """At most `count` within any `window`."""

    count: int
    window: timedelta


def next_allowed_at(earlier: Iterable[datetime], rates: Sequence[Rate]) -> datetime | None:
    """Return when one more is allowed, given the times of the earlier ones; None means now."""
    newest = sorted(earlier, reverse=True)
    ends = [newest[r.count - 1] + r.window for r in rates if len(newest) >= r.count]
    return max(ends, default=None)


def slowing_rates(in_a_day: int, *, hourly: int, daily: int, slowed: int) -> list[Rate]:
    """Return `hourly` an hour, and `slowed` an hour once `daily` were reached in a day.

    So a flood slows requests down, but never blocks them until the next day.
    """
    return [Rate(slowed if in_a_day >= daily else hourly, timedelta(hours=1))]


def pin_wait(failures: int) -> timedelta:
    """Return how long the PIN is locked after `failures` wrong ones in a row.

    Not at all for the first four, then 15 minutes, doubled with each further one, at most a day.
    """
    if failures < PIN_FREE_TRIES:
        return timedelta()
    # Bounded, because the doubled wait would not fit a timedelta.
    doublings = min(failures - PIN_FREE_TRIES, 10)
    return min(PIN_FIRST_WAIT * (1 << doublings), PIN_LONGEST_WAIT)


def is_guessable_pin(pin: str, phone: str) -> bool:
    """Tell whether a thief would try it first: repeated, in sequence, or part of the number."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = {pin[:2], pin[2:4], pin[4:]}
    return steps in ({0}, {1}, {9}) or len(halves) == 1 or pin[:3] == pin[3:] or pin in phone
