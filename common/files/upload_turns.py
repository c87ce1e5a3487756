"""One upload at a time per person, so that many files of one leave turns for the others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from common.files.cleaning.refused import Refused
from common.files.upload_messages import refusal_error

_LOCK: Final = threading.Lock()
_PEOPLE: Final[set[int]] = set()


@contextmanager
def only_upload_of(person: int) -> Iterator[None]:
    """Hold the one turn that a person has per process of the portal, until the `with` ends.

    A process cleans two files at once and one waits (`common.files.cleaning.process`), so others
    always find a turn beside one person's. Held in memory, so that turns of a killed process are
    free again. Raises Unavailable "busy_yours" at once, since a waiting thread could serve nobody.
    """
    with _LOCK:
        if person in _PEOPLE:
            raise refusal_error(Refused("busy_yours"))
        _PEOPLE.add(person)
    try:
        yield
    finally:
        with _LOCK:
            _PEOPLE.discard(person)
