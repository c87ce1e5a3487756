"""Delete bulk checks, their files and results when due: they hold personal data."""

from django.conf import settings

from common.dates import clock
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check.files import FILES

_PER_RUN = 500


def purge_old() -> int:
    """Delete checks that ended BULK_CHECK_RETENTION ago, and files without a row; count the checks.

    The row goes first: a crash in between leaves a file without a row, for the next night.
    """
    before = clock.now() - settings.BULK_CHECK_RETENTION
    ended = BulkCheck.objects.exclude(state=BulkCheckState.RUNNING).filter(ended_at__lt=before)
    old = list(ended.order_by("id").values_list("pk", "stored_name")[:_PER_RUN])
    for key, stored_name in old:
        BulkCheck.objects.filter(pk=key).delete()
        FILES.delete(stored_name)
    FILES.delete_orphans(BulkCheck.objects.values_list("stored_name", flat=True))
    return len(old)
