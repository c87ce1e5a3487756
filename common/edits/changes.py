"""Who changed a field last, remembered for some days in the cache, only to explain conflicts.

Neither names nor values are in it: a key of the person, and the digest by which the current value
is recognised. Without the cache nobody knows who it was, and a conflict does not name them.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from redis.exceptions import RedisError

from common.dates import clock
from common.edits.shown import digest_of, is_same

_LOG = logging.getLogger(__name__)
_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """A change by the person with the key `by`; `page` marks the page it came from, if any."""

    by: int
    at: datetime
    page: str = ""


def remember_changes(
    row: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: int,
    page: str = "",
) -> None:
    """Remember who gave the fields of `after` their values, where these differ from `before`.

    May be called before the commit: a change that was rolled back is not recognised later.
    """
    at = clock.now()
    news = {
        _key(row, name): (digest_of(row, name, value), by, at, page)
        for name, value in after.items()
        if not is_same(before.get(name), value)
    }
    if not news:
        return
    try:
        cache.set_many(news, int(_KEPT.total_seconds()))
    except RedisError:
        _LOG.warning("the cache is away: who changed a field is not remembered")


def latest_changes(row: str, values: Mapping[str, Any]) -> dict[str, Change | None]:
    """Return per field who gave it its current value, None where that is not known."""
    if not values:
        return {}
    try:
        found = cache.get_many([_key(row, name) for name in values])
    except RedisError:
        found = {}
    changes: dict[str, Change | None] = {}
    for name, value in values.items():
        digest, by, at, page = found.get(_key(row, name), (None, 0, clock.now(), ""))
        is_known = digest == digest_of(row, name, value)
        changes[name] = Change(by, at, page) if is_known else None
    return changes


def _key(row: str, name: str) -> str:
    return f"changed:{row}:{name}"
