"""How often a person may be wrong about the passphrase or code that they sign with.

Whoever sits at a signer's open session could otherwise guess it, or have the certificate locked.
"""

import logging
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from accounts.models import User
from common.dates import clock
from common.errors import TooManyRequests
from common.jobs.tries import count_one_more

_LOG = logging.getLogger(__name__)
# Wrong ones in an hour of the clock; the next is answered in the following hour.
MOST_TRIES: Final = 5
_HOUR: Final = 3600


def begin_try(actor: User) -> None:
    """Count one attempt before the secret is used, so that simultaneous attempts count too.

    Raises TooManyRequests `too_many_secrets`. Without the cache nothing is counted.
    """
    try:
        tries = count_one_more(cache, _key(actor), 2 * _HOUR)
    except RedisError:
        _LOG.warning("the cache is away: wrong secrets of signers are not counted")
        return
    if tries > MOST_TRIES:
        wait = _HOUR - int(clock.now().timestamp()) % _HOUR
        raise TooManyRequests(
            "too_many_secrets",
            _(
                "Frasa sandi atau kode Anda sudah %(most)s kali salah. Coba lagi dalam %(minutes)s "
                "menit; surat tetap menunggu."
            ),
            params={"most": MOST_TRIES, "minutes": -(-wait // 60), "wait": wait},
        )


def end_try(actor: User, *, is_right: bool) -> None:
    """End an attempt that was not wrong: reset the count if the secret was right, else undo one.

    An attempt that did not use the secret, such as for a cancelled letter, says nothing about it.
    """
    try:
        if is_right:
            cache.delete(_key(actor))
        else:
            cache.decr(_key(actor))
    except RedisError:
        _LOG.warning("the cache is away: wrong secrets of signers are not counted")
    except ValueError:
        # The hour ended meanwhile, and its count with it.
        return


def _key(actor: User) -> str:
    return f"signer_secrets:{actor.pk}:{int(clock.now().timestamp()) // _HOUR}"
