"""How many requests are taken in an hour: from one network, from one address, in total.

Each costs a letter to an address that anybody may have typed, so the limits are low; they stand in
the place of a puzzle.
"""

import logging
import math
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from common.dates import clock
from common.errors import TooManyRequests
from common.tries import count_one_more

_LOG = logging.getLogger(__name__)
_SECONDS: Final = 3600
FROM_NETWORK: Final = 10
TO_ADDRESS: Final = 3
IN_ALL: Final = 300


def admit(network: str, address_index: bytes) -> None:
    """Count one more request. Raises TooManyRequests `too_many_requests` with the seconds to wait.

    Without the cache nothing is counted.
    """
    counts = (
        (f"network:{network}", FROM_NETWORK),
        (f"address:{address_index.hex()}", TO_ADDRESS),
        ("all", IN_ALL),
    )
    for what, most in counts:
        if _count(what) > most:
            wait = math.ceil(_SECONDS - clock.now().timestamp() % _SECONDS)
            text = _(
                "Terlalu banyak permintaan dikirim dalam satu jam. Coba lagi nanti; permintaan "
                "yang sudah dikonfirmasi tetap diproses."
            )
            raise TooManyRequests("too_many_requests", text, params={"wait": max(1, wait)})


def _count(what: str) -> int:
    key = f"buyer_requests:{what}:{int(clock.now().timestamp() // _SECONDS)}"
    try:
        return count_one_more(cache, key, 2 * _SECONDS)
    except RedisError:
        _LOG.warning("the cache is away: requests of buyers are not counted")
        return 0
