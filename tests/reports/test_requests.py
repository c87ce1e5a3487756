"""The report of buyers' requests: by year and result, small cells hidden, for the province."""

import pytest

from accounts.enums import Role
from common.dates import clock
from common.errors import NotPermitted
from reports.definitions.requests import REQUESTS
from reports.selectors.few import FEWEST
from supply.services.requests import moves as request_moves
from tests.factories.accounts import OfficialFactory
from tests.factories.supply import make_exporter, make_request, province_staff

pytestmark = pytest.mark.django_db


def test_small_cells_are_hidden_and_regencies_read_none() -> None:
    owner, koperasi = make_exporter()
    for number in range(FEWEST + 1):
        request = make_request("taken", koperasi, email=f"buyer{number}@b{number}.example")
        reason = "price" if number < FEWEST else "time"
        request_moves.close(owner, request.pk, closed_as="lost", lost_reason=reason)
    make_request()
    staff, year = province_staff(), clock.today().year
    assert list(REQUESTS.selection(staff, {})) == [
        (year, "harga tidak bertemu", 5, 6000, ""),
        (year, "waktu tidak cukup", None, None, "kurang dari 5, tidak ditampilkan"),
    ]
    assert REQUESTS.count(staff, {}) == 2
    with pytest.raises(NotPermitted):
        REQUESTS.rows(OfficialFactory(role=Role.STAFF, regency="35.78"), {})
