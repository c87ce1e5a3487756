"""The office's sums of orders: by state and exporter, without members and prices."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from supply.models import Order
from supply.selectors.orders import sums as order_sums
from supply.selectors.orders.sums import sums_by_exporter, sums_by_state
from supply.services.letters.answers import accept, decline_letter
from tests.factories.accounts import OfficialFactory
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.supply import province_staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/ekspor/pesanan/"
# The state by itself, and the exporters of the page.
QUERIES = 6


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_office_reads_sums_and_neither_members_nor_prices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head, exporter = exporter_of_record(name="Koperasi Rotan Contoh")
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in range(3)]
    invitations = invited(head, order, *(product for _owner, product in members))
    for (owner, _product), invitation in zip(members[:2], invitations[:2], strict=True):
        offered(owner, invitation, price=413_000)
    letters = letters_sent(head, order, planned(head, order))
    (first, product), (second, other) = members[:2]
    taken = letters[product.enterprise_id]
    accept(first, taken.uid)
    decline_letter(second, letters[other.enterprise_id].uid)
    an_order(head, exporter, title="Meja")
    staff = province_staff()
    states = {row.key: row for row in sums_by_state(staff)}
    out = states["letters_out"]
    # Of one member it would tell what that one makes.
    assert (out.orders, out.pieces, out.covered) == (1, 100, None)
    assert (out.asked, out.committed) == (3, 1)
    assert (states["preparing"].orders, states["preparing"].asked) == (1, 0)
    assert states["cancelled"].orders == 0
    (own,) = sums_by_exporter(staff, [exporter])
    assert (own.orders, own.pieces, own.covered, own.committed) == (2, 200, None, 1)
    page = client_of(staff).get(PAGE).content.decode()
    assert "tidak ditampilkan" in page
    monkeypatch.setattr(order_sums, "FEWEST_MEMBERS", 1)
    assert sums_by_exporter(staff, [exporter])[0].covered == taken.quantity
    assert "Koperasi Rotan Contoh" in page
    assert "413.000" not in page
    assert not [each for each in (product, other) if each.enterprise.name in page]
    assert PAGE in client_of(staff).get("/admin/ekspor/permintaan/").content.decode()
    assert client_of(staff).get(f"{PAGE}?hal=x").status_code == 302
    regency = OfficialFactory(role=Role.STAFF, regency="35.78")
    assert client_of(regency).get(PAGE).status_code == 403
    assert sum(row.orders for row in sums_by_state(regency)) == 0


def test_the_page_asks_as_much_for_one_exporter_as_for_three() -> None:
    staff, counts = client_of(province_staff()), []
    staff.get(PAGE)
    for rows in (1, 2):
        for _number in range(rows):
            an_order(*exporter_of_record())
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(PAGE).status_code == 200
        counts.append(sum("supply_order" in each["sql"] for each in queries))
    assert Order.objects.count() == 3
    assert counts == [QUERIES + 1] * 2
