"""The one-minute question, a sale elsewhere, who sees it, and workers by skill."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from enterprises.enums import CapacitySource, MemberRole
from enterprises.models import CapacityViewer, CapacityWeek, Enterprise, SkilledWorkers
from enterprises.selectors.exporters import sees_capacity, visible_to_exporter
from enterprises.services.capacity_promises import Part, promise_weeks
from tests.clients import web_client
from tests.factories.enterprises import EnterpriseFactory, MemberFactory, owned_enterprise
from tests.factories.products import ProductFactory, free_weeks, next_weeks
from tests.shown import send_as_shown, shown_on

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def field(week: date) -> str:
    return f"w{week.isoformat()}"


def exporters() -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(name__startswith="Eksportir")


def test_weeks_are_stated_in_pieces_and_filled_at_once() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, weekly_capacity=40)
    url = f"/usaha/{enterprise.pk}/kapasitas/"
    client = web_client(owner)
    assert "40 buah" in text(client.get(url))
    half = client.get(url, {"isi": "separuh", "satuan": str(product.uid)})
    one, two = next_weeks(2)
    assert half.context["form"][field(one)].value() == "20"
    assert not CapacityWeek.objects.exists()
    sent = send_as_shown(client, url, {field(one): "20", field(two): "13"})
    assert sent["Location"] == url
    parts = dict(CapacityWeek.objects.values_list("week", "free_thousandths"))
    assert parts == {one: 500, two: 325}
    # The third week is proposed from them; taken unchanged, it says so.
    page = client.get(url, {"isi": "usulan"})
    third = next_weeks(3)[2]
    proposed = page.context["form"][field(third)].value()
    again = {field(one): "20", field(two): "13", field(third): proposed}
    send_as_shown(client, url, again)
    row = CapacityWeek.objects.get(week=third)
    assert row.source == CapacitySource.PROPOSAL
    assert CapacityWeek.objects.get(week=two).free_thousandths == 325


def test_percent_where_there_is_no_product() -> None:
    owner, enterprise = owned_enterprise()
    url = f"/usaha/{enterprise.pk}/kapasitas/"
    client = web_client(owner)
    assert "100 %" in text(client.get(url))
    (week,) = next_weeks(1)
    send_as_shown(client, url, {field(week): "35"})
    assert CapacityWeek.objects.get().free_thousandths == 350


def test_hostile_answers_come_back_and_write_nothing() -> None:
    owner, enterprise = owned_enterprise()
    url = f"/usaha/{enterprise.pk}/kapasitas/"
    client = web_client(owner)
    one, two = next_weeks(2)
    for data in ({}, {field(one): "banyak"}, {field(one): "-4"}, {field(one): "9" * 38}):
        assert client.post(url, {**data, "semula": "x"}).status_code == 400
    assert not CapacityWeek.objects.exists()
    free_weeks(enterprise, 1, by=owner)
    cleared = send_as_shown(client, url, {field(one): "", field(two): "5"})
    assert "Tulis 0" in text(cleared)
    for query in ({"satuan": "'"}, {"isi": "x" * 5000}, {"satuan": "persen", "isi": "kosong"}):
        assert client.get(url, query).status_code == 200


def test_two_tabs_and_a_second_person_overwrite_nothing_unseen() -> None:
    owner, enterprise = owned_enterprise()
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    url = f"/usaha/{enterprise.pk}/kapasitas/"
    (week,) = next_weeks(1)
    mine = web_client(owner)
    shown = shown_on(mine.get(url))
    send_as_shown(web_client(helper), url, {field(week): "30"})
    met = mine.post(url, {field(week): "60", "semula": shown})
    assert met.status_code == 409
    assert "diubah menjadi 30 %" in text(met)
    assert helper.get_full_name() in text(met)
    again = mine.post(url, {field(week): "60", "semula": str(met.context["form"].shown)})
    assert again.status_code == 302
    assert CapacityWeek.objects.get().free_thousandths == 600


def test_below_what_is_promised_warns_and_a_sale_lowers_what_is_left() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, weekly_capacity=10)
    (week,) = free_weeks(enterprise, 1, by=owner)
    promise_weeks([Part(product, week, 6)], subject="order:1", reference="PO-7")
    client = web_client(owner)
    url = f"/usaha/{enterprise.pk}/kapasitas/penjualan/"
    page = client.get(url)
    assert "tersisa 4 buah" in text(page)
    sale = {"week": week.isoformat(), "pieces": "5"}
    sold = client.post(url, {**sale, "semula": shown_on(page)}, follow=True)
    assert "menjanjikan lebih dari yang tersisa" in text(sold)
    assert "PO-7" in text(sold)
    assert "Eksportirnya diberi tahu" not in text(sold)
    twice = client.post(url, {**sale, "semula": shown_on(page)})
    assert twice.status_code == 409
    assert CapacityWeek.objects.get().free_thousandths == 500
    for bad in ({}, {"week": "2020-01-06", "pieces": "1"}, {**sale, "pieces": "0"}):
        assert send_as_shown(client, url, bad).status_code == 400
    other = owned_enterprise()
    empty = web_client(other[0]).get(f"/usaha/{other[1].pk}/kapasitas/penjualan/")
    assert "Isi dahulu" in text(empty)


def test_an_owner_chooses_which_exporters_see_the_capacity(settings: Any) -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    url = f"/usaha/{enterprise.pk}/kapasitas/eksportir/"
    client = web_client(owner)
    exporter = EnterpriseFactory(name="Eksportir Bersama")
    assert "Tidak ada eksportir lain" in text(client.get(url))
    settings.EXPORTERS = f"{__name__}.exporters"
    assert "Eksportir Bersama" in text(client.get(url))
    assert not visible_to_exporter(exporter).exists()
    client.post(url, {"izinkan": exporter.pk})
    client.post(url, {"izinkan": exporter.pk})
    viewer = CapacityViewer.objects.get()
    assert (sees_capacity(exporter, enterprise), list(visible_to_exporter(exporter))) == (
        True,
        [product],
    )
    assert web_client(helper).post(url, {"akhiri": viewer.pk}).status_code == 403
    for wrong in ("", "x", "9" * 30, str(enterprise.pk), str(owned_enterprise()[1].pk)):
        assert "Pilih eksportir dari daftar" in text(
            client.post(url, {"izinkan": wrong}, follow=True)
        )
    client.post(url, {"akhiri": viewer.pk})
    assert "sudah tidak melihat" in text(client.post(url, {"akhiri": viewer.pk}, follow=True))
    assert not sees_capacity(exporter, enterprise)


def test_workers_are_counted_by_skill() -> None:
    owner, enterprise = owned_enterprise()
    url = f"/usaha/{enterprise.pk}/tenaga/"
    client = web_client(owner)
    stale = shown_on(client.get(url))
    send_as_shown(client, url, {"anyam-rotan": "6", "jahit": "1"})
    assert SkilledWorkers.objects.count() == 2
    assert client.post(url, {"anyam-rotan": "9", "semula": stale}).status_code == 409
    assert send_as_shown(client, url, {"finishing": "-1"}).status_code == 400
    page = client.get(url)
    assert {each.name for each in page.context["form"].own} >= {"anyam-rotan", "jahit"}


def test_the_page_takes_the_same_queries_for_any_number() -> None:
    owner, enterprise = owned_enterprise()
    client = web_client(owner)
    counts = []
    for weeks in (1, 3):
        product = ProductFactory(enterprise=enterprise, weekly_capacity=100)
        missing = [
            week
            for week in next_weeks(weeks)
            if not CapacityWeek.objects.filter(week=week).exists()
        ]
        for week in missing:
            CapacityWeek.objects.create(
                enterprise=enterprise,
                week=week,
                free_thousandths=1000,
                stated_at=clock.now(),
                stated_by=owner,
                source=CapacitySource.OWNER,
            )
        promise_weeks([Part(product, week, 1) for week in next_weeks(weeks)], subject="order:1")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/usaha/{enterprise.pk}/kapasitas/")
        counts.append(len(found))
    assert counts[0] == counts[1]
