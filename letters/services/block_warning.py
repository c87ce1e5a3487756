"""Notifies an office once that a block of its numbers is nearly used."""

from typing import Final

from django.urls import reverse

from letters.enums import NumberWay
from letters.models import NumberSource
from letters.policies.blocks import reaches_warning
from letters.selectors.administrators import administrators_of
from notifications.policies.notice import Notice
from notifications.services.outbox import enqueue_all

KEY: Final = "letter.block_nearly_used"


def warn_if_nearly_used(source: NumberSource) -> None:
    """Notify the office's administrators when its latest number makes the block nearly used.

    Call it under the lock on the source, after the number was written: then it is once per source.
    """
    if source.way != NumberWay.BLOCK or source.last is None:
        return
    used, size = source.numbers.count(), source.last - source.first + 1
    if not reaches_warning(used, size):
        return
    said = {
        "office": source.agency.name,
        "classification": source.classification,
        "left": size - used,
        "size": size,
        "last": source.last,
    }
    link = reverse("admin:letters_numbersource_change", args=[source.pk])
    enqueue_all(Notice(KEY, each.pk, said, link) for each in administrators_of(source.agency))
