"""Distinguishing an outage, which passes, from a fault of the portal, which does not."""

import errno
from typing import Final

import psycopg
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

RETRY_SECONDS: Final = 15
# Raised by servers that are gone, refuse, are full or time out.
_SERVER_ERRORS: Final = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    RedisError,
    BrokerError,
)
_DISK_ERRNOS: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})


def is_outage(error: BaseException | None) -> bool:
    """Tell whether the same request may succeed once a server is back or a disk has free space."""
    if isinstance(error, _SERVER_ERRORS):
        return True
    return isinstance(error, OSError) and error.errno in _DISK_ERRNOS
