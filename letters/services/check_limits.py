"""How many checks are answered in a minute: per network, and of wrong ones in total.

The check of a real document is never refused for what others guess: the total counts wrong codes
and unknown files alone. A guess among 30^11 codes learns nothing from being refused where a right
code is answered, so both may continue at once ([ADR 15](docs/adr/0015-limits.md)).
"""

import logging
import math
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from common.dates import clock
from common.errors import TooManyRequests
from common.jobs.tries import count_one_more

_LOG = logging.getLogger(__name__)
_SECONDS: Final = 60
# Per network, while the wrong ones of all networks together are over their limit.
_MISTAKES_IN_A_FLOOD: Final = 3


def admit(network: str) -> None:
    """Count one more check of the network. Raises TooManyRequests "too_many_checks".

    A network that was wrong too often gets no answer until the minute ends, even for right codes,
    so that it cannot continue guessing; while many networks are wrong, the third mistake is the
    last.
    """
    limits = settings.LETTER_CHECK_LIMITS
    if _count("network", network) > limits["network"]:
        raise _from_here()
    for what in ("codes", "files"):
        is_flood = _counted(f"wrong_{what}", "") >= limits[f"wrong_{what}"]
        least = limits[f"wrong_{what}_network"]
        if _counted(f"wrong_{what}", network) >= (
            min(_MISTAKES_IN_A_FLOOD, least) if is_flood else least
        ):
            raise _from_here()


def count_wrong(what: str, network: str) -> None:
    """Count a code that belongs to no document ("codes"), or an unknown file ("files").

    Raises TooManyRequests "too_many_checks" where all networks together had too many of them.
    """
    _count(f"wrong_{what}", network)
    if _count(f"wrong_{what}", "") > settings.LETTER_CHECK_LIMITS[f"wrong_{what}"]:
        raise _error(
            _(
                "Portal sedang menerima terlalu banyak kode atau berkas yang tidak dikenal, jadi "
                "yang ini belum diperiksa. Cocokkan dengan suratnya, lalu coba lagi dalam "
                "%(wait)s detik."
            )
        )


def _from_here() -> TooManyRequests:
    return _error(
        _(
            "Terlalu banyak pemeriksaan dari jaringan yang Anda pakai. "
            "Coba lagi dalam %(wait)s detik, atau dari jaringan lain."
        )
    )


def _error(message: Promise) -> TooManyRequests:
    wait = math.ceil(_SECONDS - clock.now().timestamp() % _SECONDS)
    return TooManyRequests("too_many_checks", message, params={"wait": max(1, wait)})


def _key(what: str, network: str) -> str:
    return f"letter_checks:{what}:{network}:{int(clock.now().timestamp() // _SECONDS)}"


def _count(what: str, network: str) -> int:
    """Return how many there were in this minute, this one included; 0 without the cache."""
    try:
        return count_one_more(cache, _key(what, network), 2 * _SECONDS)
    except RedisError:
        _LOG.warning("the cache is away: checks of letters are not counted")
        return 0


def _counted(what: str, network: str) -> int:
    try:
        return int(cache.get(_key(what, network), 0))
    except RedisError:
        return 0
