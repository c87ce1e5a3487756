"""Two exporters take one request at the same moment: one does."""

import pytest

from supply.models import BuyerRequest, RequestEvent
from supply.services.requests import moves as request_moves
from tests.factories.supply import make_exporter, make_request
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_exporters_one_takes_a_request() -> None:
    pairs = [make_exporter(), make_exporter()]
    request = make_request()
    results = run_together(
        *(
            lambda owner=owner, koperasi=koperasi: (
                request_moves.take(owner, request.pk, koperasi.pk).exporter_id
            )
            for owner, koperasi in pairs
        )
    )
    taken = BuyerRequest.objects.get(pk=request.pk)
    assert sorted(map(str, results)) == sorted([str(taken.exporter_id), "state_changed"])
    assert RequestEvent.objects.filter(name="take").count() == 1
