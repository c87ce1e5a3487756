"""How many requests are taken: in an hour, and of an exporter while its buyers are silent.

Each sends a message to an address that anyone may have typed, so the limits are low; they replace a
captcha.
"""

import logging
import math
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from common.dates import clock
from common.errors import Conflict, TooManyRequests
from common.jobs.tries import count_one_more
from enterprises.models import Enterprise
from supply.models import BuyerRequest
from supply.policies.buyers import without_tag
from supply.selectors.orders.access import lock_exporter

_LOG = logging.getLogger(__name__)
_SECONDS: Final = 3600
FROM_NETWORK: Final = 10
TO_ADDRESS: Final = 3
IN_ALL: Final = 300
# Per exporter, written for buyers who have not confirmed.
MOST_UNCONFIRMED: Final = 20


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


def require_room(exporter: Enterprise, address: str) -> None:
    """Refuse what an exporter writes where too many of its buyers, or this one, have not confirmed.

    So nobody gets endless messages in the portal's name; a buyer who rejected it counts until the
    request is deleted. Locks the exporter in the caller's transaction. Raises Conflict
    `too_many_unconfirmed` or `asked_already`.
    """
    lock_exporter(exporter.pk)
    rows = BuyerRequest.objects.filter(typed_for=exporter, confirmed_at__isnull=True)
    waiting = list(rows.order_by("-id")[:MOST_UNCONFIRMED])
    if without_tag(address) in {without_tag(row.email or "") for row in waiting}:
        text = _(
            "Pembeli dengan alamat ini sudah Anda kirimi permintaan dan belum mengonfirmasinya. "
            "Tunggu jawabannya."
        )
        raise Conflict("asked_already", text, field="email")
    if len(waiting) >= MOST_UNCONFIRMED:
        text = _(
            "Sudah %(most)s permintaan yang Anda tulis belum dikonfirmasi pembelinya. Tunggu "
            "jawabannya; yang tidak dikonfirmasi dihapus sesudah tujuh hari."
        )
        raise Conflict("too_many_unconfirmed", text, params={"most": MOST_UNCONFIRMED})


def _count(what: str) -> int:
    key = f"buyer_requests:{what}:{int(clock.now().timestamp() // _SECONDS)}"
    try:
        return count_one_more(cache, key, 2 * _SECONDS)
    except RedisError:
        _LOG.warning("the cache is away: requests of buyers are not counted")
        return 0
