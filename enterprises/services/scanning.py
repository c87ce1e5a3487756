"""Virus scans of stored files, after the upload has been answered and never within a request.

1. `request_scan` writes a waiting row in the upload's transaction and wakes a worker.
2. `scan_waiting` claims due rows under a lease and asks the scanner without holding a lock.
3. While the scanner is unreachable rows wait, beat tries again, and files stay closed to officials.
   Only an answer of the scanner releases or blocks a file.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from common.dates import clock
from common.files.antivirus import MAX_SIGNATURE, ScannerRefused, ScannerUnavailable, scan
from common.jobs.workers import wake_worker_on_commit
from enterprises.enums import ScanState
from enterprises.messages.events import infected_notices
from enterprises.models import DocumentScan, DocumentVersion, SealedOriginal
from enterprises.services.document_files import open_stored
from notifications.services.outbox import enqueue_all

SCAN_TASK: Final = "enterprises.tasks.scan_documents"
BATCH: Final = 10
# Added to the longest wait for two answers, this is well below the lease.
_ROUND_SECONDS: Final = 60.0
_RETRY: Final = timedelta(seconds=30)
_RETRY_REFUSED: Final = timedelta(hours=1)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A worker's right to scan one file; attempt and end of lease together identify it."""

    version_id: int
    attempt: int
    until: datetime


def request_scan(version: DocumentVersion) -> None:
    """Let the file wait for the scanner, if one is configured; in the caller's transaction."""
    if not settings.CLAMD_SOCKET:
        return
    DocumentScan.objects.create(version=version, next_attempt_at=clock.now())
    wake_worker_on_commit(SCAN_TASK)


def scan_waiting() -> bool:
    """Scan due files for about a minute; True when some may be left."""
    if not settings.CLAMD_SOCKET:
        return False
    ends = time.monotonic() + _ROUND_SECONDS
    while time.monotonic() < ends:
        claims = _claim_due()
        if not claims:
            return False
        for number, claim in enumerate(claims):
            if time.monotonic() >= ends:
                _release(claims[number:], timedelta(0))
                return True
            if not _scan_one(claim):
                _release(claims[number:], _RETRY)
                return False
    return True


def _claim_due() -> list[Claim]:
    now = clock.now()
    until = now + settings.SCAN_LEASE
    with transaction.atomic():
        rows = list(
            DocumentScan.objects.select_for_update(skip_locked=True)
            .filter(state=ScanState.WAITING, next_attempt_at__lte=now)
            .order_by("next_attempt_at")[:BATCH]
        )
        for row in rows:
            row.attempts += 1
            row.next_attempt_at = until
        DocumentScan.objects.bulk_update(rows, ["attempts", "next_attempt_at"])
    return [Claim(row.version_id, row.attempts, until) for row in rows]


def _scan_one(claim: Claim) -> bool:
    """Scan one file; False when the scanner is unreachable, so that the next need not be tried."""
    version = DocumentVersion.objects.select_related("original").filter(pk=claim.version_id).first()
    if version is None:
        return True
    try:
        found = _found_in(version)
    except ScannerUnavailable as error:
        logger.warning("virus scanner not reached (%s); files wait", error)
        return False
    except ScannerRefused as error:
        # The file stays closed until an administrator raises the scanner's limit.
        logger.error("virus scanner will not look at document %s: %s", version.pk, error)
        _release([claim], _RETRY_REFUSED)
        return True
    except OSError as error:
        logger.error("document %s cannot be read (%s)", version.pk, type(error).__name__)
        _release([claim], _RETRY_REFUSED)
        return True
    _record(claim, version, found)
    return True


def _found_in(version: DocumentVersion) -> str:
    """Return what the scanner finds in the clean file or in its signed original, "" for nothing.

    The original still has what cleaning has taken out. Raises what `scan` raises, OSError.
    """
    sealed: SealedOriginal | None = getattr(version, "original", None)
    for name in (version.stored_name, *([sealed.stored_name] if sealed else ())):
        with open_stored(name) as stored:
            found = scan(stored, address=settings.CLAMD_SOCKET)
        if found:
            return found
    return ""


def _record(claim: Claim, version: DocumentVersion, found: str) -> None:
    with transaction.atomic():
        updated = _claimed([claim]).update(
            state=ScanState.INFECTED if found else ScanState.CLEAN,
            signature=found[:MAX_SIGNATURE],
            scanned_at=clock.now(),
        )
        # Only a worker whose lease was valid notifies the owners, so they get one message.
        if updated and found:
            logger.error("document %s is infected", version.pk)
            enqueue_all(infected_notices(version))


def _release(claims: list[Claim], wait: timedelta) -> None:
    _claimed(claims).update(next_attempt_at=clock.now() + wait)


def _claimed(claims: list[Claim]) -> QuerySet[DocumentScan]:
    condition = Q(pk__in=())
    for claim in claims:
        condition |= Q(pk=claim.version_id, attempts=claim.attempt, next_attempt_at=claim.until)
    return DocumentScan.objects.filter(condition, state=ScanState.WAITING)
