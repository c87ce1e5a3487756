"""The report of orders and the pages of small reports: for the province, small cells hidden."""

import pytest

from accounts.enums import Role
from common.dates import clock
from common.errors import NotPermitted
from reports.definitions.orders import ORDERS
from reports.selectors.few import FEWEST
from supply.enums import OrderState
from supply.services.letters.sending import cancel_order
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.orders import an_order, exporter_of_record
from tests.factories.supply import make_request, province_staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/laporan/"


def test_few_orders_are_hidden_and_regencies_read_none() -> None:
    head, exporter = exporter_of_record()
    for number in range(FEWEST + 1):
        order = an_order(head, exporter, title=f"Kursi {number}")
    cancel_order(head, order.uid)
    staff, year = province_staff(), clock.today().year
    assert list(ORDERS.selection(staff, {})) == [
        (
            year,
            str(OrderState.CANCELLED.label),
            None,
            None,
            None,
            "kurang dari 5, tidak ditampilkan",
        ),
        (year, str(OrderState.PREPARING.label), 5, 500, 0, ""),
    ]
    assert ORDERS.count(staff, {}) == 2
    with pytest.raises(NotPermitted):
        ORDERS.rows(OfficialFactory(role=Role.STAFF, regency="35.78"), {})


def test_small_reports_stand_whole_behind_the_page_of_reports() -> None:
    make_request()
    staff, regency = (
        web_client(province_staff()),
        web_client(OfficialFactory(role=Role.STAFF, regency="35.78")),
    )
    page, others = staff.get(PAGE).content.decode(), regency.get(PAGE).content.decode()
    for name in ("requests", "orders"):
        assert f"{PAGE}{name}/" in page
        assert f"{PAGE}{name}/" not in others
        shown = staff.get(f"{PAGE}{name}/")
        assert f"/api/v1/reports/{name}/?format=xlsx" in shown.content.decode()
        assert regency.get(f"{PAGE}{name}/").status_code == 403
    assert staff.get(f"{PAGE}applications/").status_code == 404
    assert staff.get(f"{PAGE}lain/").status_code == 404
