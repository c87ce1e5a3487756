"""How far the letters of one act of signing are sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from letters.enums import LetterStatus
from letters.models import Letter, SigningBatch

_FAILED_SHOWN: Final = 50
# Acts of signing that the tray still shows.
_LATEST: Final = 5

_RUNNING: Final = Q(status=LetterStatus.WAITING, asked_at__isnull=False)
_FAILED: Final = Q(status=LetterStatus.WAITING, asked_at__isnull=True)


@dataclass(frozen=True)
class BatchProgress:
    """The letters of an act by their result; together they are its total.

    `running` ones are at a worker, or wait for one again; `failed` ones wait for a person; `gone`
    were cancelled, or asked for again by another act.
    """

    batch: SigningBatch
    sealed: int
    running: int
    failed: int

    @property
    def gone(self) -> int:
        """How many letters have left the act without being sealed by it."""
        return max(self.batch.total - self.sealed - self.running - self.failed, 0)

    @property
    def is_running(self) -> bool:
        """Whether a worker still has work to do for it."""
        return self.running > 0

    @property
    def percent(self) -> int:
        """How much of it has ended, in whole percent."""
        return (self.batch.total - self.running) * 100 // self.batch.total


def progress_of(batch: SigningBatch) -> BatchProgress:
    """Return the progress of the act, in one query."""
    counts = Letter.objects.filter(batch=batch).aggregate(
        sealed=Count("pk", filter=Q(signed_at__isnull=False)),
        running=Count("pk", filter=_RUNNING),
        failed=Count("pk", filter=_FAILED),
    )
    return BatchProgress(batch, **counts)


def running_batches(user: User) -> Sequence[SigningBatch]:
    """Return the person's latest acts of which a letter is not sealed yet; one query."""
    running = Letter.objects.filter(_RUNNING, batch__isnull=False, asked_by=user)
    rows = SigningBatch.objects.filter(asked_by=user, pk__in=running.values("batch"))
    return list(rows.order_by("-id")[:_LATEST])


def batch_of(user: User, batch_id: int) -> SigningBatch | None:
    """Return an act of this person; None for anyone else's."""
    return SigningBatch.objects.filter(asked_by=user, pk=batch_id).first()


def failed_letters(batch: SigningBatch) -> QuerySet[Letter]:
    """Return the first letters of the act that wait for a person again, with their offices."""
    rows = Letter.objects.filter(_FAILED, batch=batch).select_related("agency", "number")
    return rows.order_by("pk")[:_FAILED_SHOWN]
