"""Counts of attempts in the cache: one atomic step each, which no rollback undoes."""

import logging
import math
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from common.dates import clock

_LOG = logging.getLogger(__name__)


def count_one_more(store: Any, key: str, seconds: int) -> int:
    """Add one to the count of `key`, which `store` keeps for `seconds`; return it."""
    if store.add(key, 1, seconds):
        return 1
    try:
        return int(store.incr(key))
    except ValueError:
        # The cache was emptied between the two steps.
        return 1


def tries_today(what: str, who: int) -> int:
    """Count one more attempt of a person since midnight in Jakarta; return how many so far.

    Without the cache nothing is counted, and the answer is 0.
    """
    day = clock.today()
    try:
        return count_one_more(
            cache, f"tries:{what}:{who}:{day}", int(timedelta(days=2).total_seconds())
        )
    except RedisError:
        _LOG.warning("the cache is away: tries are not counted")
        return 0


def is_new_try(what: str, who: int, digest: str) -> bool:
    """Tell whether the person tries this for the first time today; it is remembered until tomorrow.

    `digest` identifies what is tried without revealing it. Without the cache every attempt is new.
    """
    key = f"tried:{what}:{who}:{clock.today()}:{digest}"
    try:
        return bool(cache.add(key, 1, seconds_until_tomorrow()))
    except RedisError:
        return True


def seconds_until_tomorrow() -> int:
    """Return the whole seconds until the counts of today end, at least 1."""
    ends = clock.midnight() + timedelta(days=1)
    return max(1, math.ceil((ends - clock.now()).total_seconds()))
