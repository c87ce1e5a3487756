"""What is deleted of requests: those never confirmed, and, after a time, the buyer's identity."""

from functools import partial

from django.db import transaction

from common.dates import clock
from common.jobs.one_by_one import count_done
from common.retention import retention
from supply.enums import RequestState
from supply.models import BuyerRequest, RequestFile
from supply.policies.request_states import ENDED
from supply.services.requests.files import BUYER_FILES, delete_files

_BATCH = 200


def forget_unconfirmed() -> int:
    """Delete requests that nobody confirmed in time, with their files; return how many."""
    before = clock.now() - retention("unconfirmed-requests").period
    keys = BuyerRequest.objects.filter(
        confirmed_at__isnull=True,
        state__in=(RequestState.UNCONFIRMED, RequestState.WITHDRAWN),
        sent_at__lt=before,
    ).values_list("pk", flat=True)
    return count_done(_delete, list(keys[:_BATCH]), what="Deleting an unconfirmed request")


@transaction.atomic
def _delete(key: int) -> bool:
    request = BuyerRequest.objects.select_for_update().filter(pk=key).first()
    if request is None or request.confirmed_at is not None:
        return False
    _delete_after_commit(delete_files(request))
    request.delete()
    return True


def forget_buyers() -> int:
    """Empty name, address, messages and files of requests that ended long ago; return how many."""
    before = clock.now() - retention("buyers").period
    keys = BuyerRequest.objects.filter(
        forgotten_at__isnull=True,
        confirmed_at__isnull=False,
        state__in=ENDED,
        state_at__lt=before,
    ).values_list("pk", flat=True)
    return count_done(_forget, list(keys[:_BATCH]), what="Forgetting the buyer of a request")


@transaction.atomic
def _forget(key: int) -> bool:
    request = BuyerRequest.objects.select_for_update().filter(pk=key).first()
    if request is None or request.forgotten_at is not None:
        return False
    request.contact = request.email = ""
    request.secret_digest = None
    request.forgotten_at = clock.now()
    request.save(
        update_fields=[
            *BuyerRequest.contact.columns,
            *BuyerRequest.email.columns,
            "secret_digest",
            "forgotten_at",
        ]
    )
    request.messages.all().delete()
    _delete_after_commit(delete_files(request))
    return True


def delete_orphans() -> int:
    """Delete old files that no row names, as a killed process leaves them; return how many."""
    return BUYER_FILES.delete_orphans(RequestFile.objects.values_list("stored_name", flat=True))


def _delete_after_commit(names: list[str]) -> None:
    for name in names:
        transaction.on_commit(partial(BUYER_FILES.delete, name))
