"""Work on many rows, one transaction each: a row that fails does not keep the others waiting."""

import logging
from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)


def count_done(perform: Callable[[int], bool], keys: Iterable[int], *, what: str) -> int:
    """Perform it on the row of each key, and return for how many it was done.

    An exception is logged with its traceback, as `what` and the key; the next run tries the row
    again.
    """
    done = 0
    for key in keys:
        try:
            done += perform(key)
        except Exception:
            logger.exception("%s of row %s failed; the others go on", what, key)
    return done
