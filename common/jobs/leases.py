"""Leases on long work: one worker at a time per row, under a claim that expires.

A worker that dies stops renewing its claim, so that another continues from what was committed.
"""

import uuid
from datetime import timedelta
from typing import Final, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet

from common.dates import clock

MAX_ATTEMPTS: Final = 5


class ClaimLost(Exception):
    """Another worker has the row, or a person ended its work."""


class Leased(models.Model):
    """The columns of a lease: who works on the row, until when, and how often without progress."""

    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def renew(self, lease: timedelta) -> None:
        """Extend the claim after progress, and reset the count of failures; does not save."""
        self.claimed_until = clock.now() + lease
        self.attempts = 0

    def clear_claim(self) -> None:
        """Clear the claim, so that the row waits for no worker's lease; does not save."""
        self.claim = None
        self.claimed_until = None
        self.attempts = 0


Row = TypeVar("Row", bound=Leased)


def claim_waiting(rows: QuerySet[Row], lease: timedelta) -> Row | None:
    """Claim the row of `rows` that has waited longest; call it in a transaction.

    A row that was claimed MAX_ATTEMPTS times without progress is returned locked and without a
    claim: the caller ends its work.
    """
    now = clock.now()
    row = (
        rows.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
        .order_by(F("claimed_until").asc(nulls_first=True), "pk")
        .first()
    )
    if row is None:
        return None
    row.attempts += 1
    row.claim = None
    if row.attempts <= MAX_ATTEMPTS:
        row.claim = uuid.uuid4()
        row.claimed_until = now + lease
        row.save(update_fields=["claim", "claimed_until", "attempts"])
    return row


def lock_claimed_row(rows: QuerySet[Row], pk: int, claim: uuid.UUID | None) -> Row:
    """Return the row, locked until the transaction ends.

    Raises ClaimLost when the claim no longer holds, or the row is not among `rows` any more.
    """
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or claim is None or row.claim != claim:
        raise ClaimLost
    return row


def release_row(
    rows: QuerySet[Row],
    pk: int,
    claim: uuid.UUID | None,
    *,
    after: timedelta = timedelta(0),
    is_attempt: bool = True,
) -> None:
    """Release the row for another worker, at once or `after` some time.

    What was not even begun is no attempt.
    """
    begun = F("attempts") if is_attempt else F("attempts") - 1
    rows.filter(pk=pk, claim=claim).update(
        claim=None, claimed_until=clock.now() + after, attempts=begun
    )
