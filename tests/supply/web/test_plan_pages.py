"""Pages of plans: what the exporter tries, and what the member reads about its own offer."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.dates import clock
from common.jobs.leases import MAX_ATTEMPTS
from supply.allocation import process
from supply.allocation.process import PlannerBusy, PlannerEnded
from supply.enums import CostKind, PlanFailure, PlanState
from supply.models import (
    ExporterStanding,
    Invitation,
    Order,
    OrderHub,
    OrderMeasure,
    PlanRun,
)
from supply.selectors.plans import lock_choices
from supply.selectors.plans.view import plan_view
from supply.services import standings
from supply.services.members.offering import decline
from supply.services.orders.costs import set_cost
from supply.services.plans.runs import Choices, ask_plan, work_next
from tests.factories.accounts import UserFactory
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

LATHE = {
    "kind": "machine",
    "name": "Mesin bubut",
    "group": "",
    "pieces": "20",
    "cost": "15.000.000",
    "most": "5",
    "lead_weeks": "0",
    "source": "Penawaran CV Mesin, 1 November",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_offers(
    prices: tuple[int, ...], **changes: Any
) -> tuple[User, Order, list[tuple[User, Invitation]]]:
    """Return an order of 105 pieces, and who offered 80 at these prices in thousands."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter, **changes)
    members = [a_member(exporter) for _ in prices]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row, price in zip(members, rows, prices, strict=True):
        offered(owner, row, price=price * 1000)
    return head, order, [(owner, row) for (owner, _), row in zip(members, rows, strict=True)]


def test_exporter_types_machines_and_reads_what_they_cover() -> None:
    head, order, members = with_offers((400,))
    client, base = signed_in(head), f"/ekspor/pesanan/{order.uid}/"
    planned(head, order)
    without = client.get(f"{base}rencana/1/").content.decode()
    assert "Menambah mesin atau melatih orang: data belum ada." in without
    # What is not made in full ends on no day, and has no cost apiece.
    assert "akhir pekan ke-" not in without
    assert "Rencana 1</h1>" in without
    for bad in (
        {},
        {**LATHE, "pieces": "-1"},
        {**LATHE, "cost": "9" * 40},
        {**LATHE, "group": "x"},
    ):
        assert client.post(f"{base}mesin/", bad).status_code == 400
    assert client.post(f"{base}mesin/", LATHE).status_code == 302
    assert client.post(f"{base}mesin/", LATHE).status_code == 409
    planned(head, order)
    said = client.get(f"{base}rencana/2/").content.decode()
    member = members[0][1].product.enterprise.name
    assert (
        f"Mesin bubut untuk 1 anggota ({member}) menutup 25 dari 25 buah yang kurang: "
        "Rp15.000.000, siap pekan ke-1. Sumber angka: Penawaran CV Mesin, 1 November." in said
    )
    assert "data belum ada" in said
    assert client.get(f"{base}banding/?a=1&b=2").content.decode().count("Mesin bubut") == 1
    for key in ("x", "9" * 40, str(OrderMeasure.objects.get().pk)):
        assert client.post(f"{base}mesin/", {"hapus": key}).status_code == 302
    assert not OrderMeasure.objects.exists()


def test_exporter_sets_floors_by_groups_and_compares() -> None:
    head, order, members = with_offers((300, 310, 900))
    client, base = signed_in(head), f"/ekspor/pesanan/{order.uid}/"
    page = client.get(f"{base}rencana/").content.decode()
    assert "anggota baru (3)" in page
    for bad in (
        {"floor_1": "new"},
        {"least_1": "2"},
        {"floor_1": "x", "least_1": "1"},
        {"floor_1": "new", "least_1": "1", "floor_2": "new", "least_2": "2"},
    ):
        assert client.post(f"{base}rencana/", bad).status_code == 400, bad
    planned(head, order)
    typed = {"floor_1": "new", "least_1": "3", "locked_in": str(members[0][1].pk)}
    assert client.post(f"{base}rencana/", typed).status_code == 302
    work_next()
    compared = client.get(f"{base}banding/?a=1&b=2").content.decode()
    assert "Paling sedikit 3 dari kelompok anggota baru" in compared
    assert f"Pasti ikut: {members[0][1].product.enterprise.name}" in compared
    assert "tanpa batas tambahan" in compared


def test_member_is_told_in_words_and_a_picture_what_became_of_its_offer() -> None:
    head, order, members = with_offers((300, 310, 987))
    paths = [f"/pesanan-bersama/{row.uid}/hasil/" for _owner, row in members]
    assert signed_in(members[0][0]).get(paths[0]).status_code == 302
    letters_sent(head, order, planned(head, order))
    texts = [
        signed_in(owner).get(path).content.decode()
        for (owner, _row), path in zip(members, paths, strict=True)
    ]
    assert "Rencana memakai 80 dari 80 buah yang Anda tawarkan" in texts[0]
    assert "Rp24.000.000" in texts[0]
    assert texts[0].count('<svg class="bar"') == 4
    assert "Penawaran Anda belum dipakai kali ini." in texts[2]
    # Two others: any price would be one that they typed.
    assert "anggota lain dalam rencana terlalu sedikit" in texts[2]
    assert "309.999" not in texts[2]
    assert "pesanan menjadi lebih mahal" in texts[2]
    names = [row.product.enterprise.name for _owner, row in members]
    for place, text in enumerate(texts):
        others = [name for other, name in enumerate(names) if other != place]
        assert not any(name in text for name in others)
        assert ("Rp310.000" in text) == (place == 1)
    assert signed_in(UserFactory()).get(paths[0]).status_code == 404
    assert Client().get(paths[0]).status_code == 302
    invitation = signed_in(members[2][0]).get(f"/pesanan-bersama/{members[2][1].uid}/")
    assert paths[2] in invitation.content.decode()


def test_member_reads_a_rounded_price_and_the_exporter_the_exact_one() -> None:
    head, order, members = with_offers((300, 310, 320, 330, 987))
    letters_sent(head, order, planned(head, order, max_share_percent=30))
    owner, row = members[4]
    text = signed_in(owner).get(f"/pesanan-bersama/{row.uid}/hasil/").content.decode()
    assert "Dihitung ulang: bila harga Anda Rp320.000 sebuah atau kurang" in text
    assert "dibulatkan ke bawah supaya harga anggota lain tidak dapat dibaca" in text
    assert "329.999" not in text
    page = signed_in(head).get(f"/ekspor/pesanan/{order.uid}/rencana/1/").content.decode()
    assert "Dihitung ulang: ikut pada harga Rp329.999 sebuah atau kurang." in page


def test_member_is_told_the_first_thing_that_its_offer_did_not_pass() -> None:
    head, order, members = with_offers((300, 310, 320, 330))
    (_first, ended), (_second, locked), (_third, large) = members[1:]
    Invitation.objects.filter(pk=ended.pk).update(valid_until=clock.today() - timedelta(days=1))
    Invitation.objects.filter(pk=large.pk).update(min_lot=79)
    plan = planned(head, order, locked_out=[locked.pk], max_share_percent=70)
    letters_sent(head, order, plan)
    for (owner, row), said in zip(
        members,
        (
            "buah yang Anda tawarkan dapat dihitung",
            "sudah lewat masa berlakunya",
            "Eksportir memutuskan tidak memasukkan Anda",
            "melebihi yang dapat diberikan, 73 buah",
        ),
        strict=True,
    ):
        text = signed_in(owner).get(f"/pesanan-bersama/{row.uid}/hasil/").content.decode()
        assert said in text
        assert text.count("sebabnya") == (0 if row.pk == members[0][1].pk else 1)


def test_pages_of_plans_take_the_same_queries_for_one_and_three_members() -> None:
    def queries(prices: tuple[int, ...]) -> list[int]:
        head, order, members = with_offers(prices)
        letters_sent(head, order, planned(head, order, max_members=3))
        found = []
        for client, path in (
            (signed_in(head), f"/ekspor/pesanan/{order.uid}/rencana/1/"),
            (signed_in(head), f"/ekspor/pesanan/{order.uid}/mesin/"),
            (signed_in(members[0][0]), f"/pesanan-bersama/{members[0][1].uid}/hasil/"),
        ):
            client.get(path)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(path).status_code == 200
            found.append(len(counted))
        return found

    assert queries((300,)) == queries((300, 310, 320))


def main_of(client: Client, path: str) -> str:
    """Return what a page says, without the frame around it."""
    page = client.get(path).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_plan_is_shown_as_it_was_worked_out() -> None:
    head, order, members = with_offers((300, 310, 320))
    set_cost(head, order.uid, kind=CostKind.PACKING, amount=7_000, source="Tarif November")
    OrderHub.objects.filter(order=order).update(opening_cost=55_000)
    plan = planned(head, order)
    planned(head, order, max_members=2)
    client, base = signed_in(head), f"/ekspor/pesanan/{order.uid}/"
    paths = [f"{base}rencana/1/", f"{base}banding/?a=1&b=2", f"{base}rencana/1/surat/"]
    before = [main_of(client, path) for path in paths]
    view = plan_view(plan)
    assert view.members_cost == (plan.result or {})["total_cost"]
    assert "Rp7.000" in before[0]
    assert "ada rencana yang selesai lebih awal" in before[0]
    decline(members[0][0], members[0][1].uid)
    offered(members[1][0], members[1][1], price=999_000)
    set_cost(head, order.uid, kind=CostKind.PACKING, amount=8_000, source="Tarif Desember")
    OrderHub.objects.filter(order=order).update(opening_cost=66_000)
    assert [without_tokens(main_of(client, path)) for path in paths] == [
        without_tokens(text) for text in before
    ]
    assert plan_view(plan).members_cost == view.members_cost


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_exporter_finds_whom_to_lock_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_choices, "MOST_SHOWN", 2)
    head, order, members = with_offers((300, 310, 320))
    client, path = signed_in(head), f"/ekspor/pesanan/{order.uid}/rencana/"
    first, _second, last = sorted((row for _owner, row in members), key=lambda row: row.pk)
    hidden = last.product.enterprise.name
    page = client.get(path).content.decode()
    assert "2 dari 3 anggota yang menawarkan" in page
    assert hidden not in page
    typed = {"max_members": "3x", "locked_in": [first.pk], "member_name": hidden, "cari": ""}
    searched = client.post(path, typed)
    said = searched.content.decode()
    assert searched.status_code == 200
    assert hidden in said
    # What was typed and picked stays; nothing is judged yet.
    assert 'value="3x"' in said
    assert said.count(" checked") == 1
    for name in ("\x00", "%", "x" * 5_000):
        assert client.post(path, {"member_name": name, "cari": ""}).status_code == 200
    for key in ("x", "9" * 40, "0"):
        assert client.post(path, {"locked_in": key}).status_code == 400
    typed = {"locked_in": [first.pk], "locked_out": [last.pk], "member_name": ""}
    assert client.post(path, typed).status_code == 302
    assert order.plans.get().choices["out"] == [last.pk]


def test_a_plan_whose_process_ended_fails_at_once_and_says_why() -> None:
    head, order, _members = with_offers((300,))
    ask_plan(head, order.uid, Choices())
    with mock.patch.object(process, "_run", side_effect=PlannerBusy):
        assert not work_next()
    waiting = order.plans.get()
    assert (waiting.state, waiting.attempts, waiting.claim) == (PlanState.WAITING, 0, None)
    PlanRun.objects.update(claimed_until=None)
    with mock.patch.object(process, "_run", side_effect=PlannerEnded):
        assert work_next()
    plan = order.plans.get()
    assert (plan.state, plan.failure, plan.attempts) == (
        PlanState.FAILED,
        PlanFailure.TOO_LARGE,
        0,
    )
    page = signed_in(head).get(f"/ekspor/pesanan/{order.uid}/rencana/1/").content.decode()
    assert "melampaui batas memori atau waktu" in page
    often = ask_plan(head, order.uid, Choices())
    PlanRun.objects.filter(pk=often.pk).update(attempts=MAX_ATTEMPTS)
    assert work_next()
    page = signed_in(head).get(f"/ekspor/pesanan/{order.uid}/rencana/2/").content.decode()
    assert "beberapa kali terputus" in page
    with transaction.atomic(), pytest.raises(IntegrityError, match="plan_failure_of_failed"):
        PlanRun.objects.create(
            order=order,
            number=3,
            choices={},
            failure=PlanFailure.TRIES,
            asked_by=head,
            asked_at=clock.now(),
        )


def test_figures_of_machines_are_read_only_once_the_exporter_is_none() -> None:
    head, order, _members = with_offers((300,))
    client, path = signed_in(head), f"/ekspor/pesanan/{order.uid}/mesin/"
    assert client.post(path, LATHE).status_code == 302
    assert "Hapus Mesin bubut" in client.get(path).content.decode()
    standing = ExporterStanding.objects.get(enterprise=order.exporter)
    standings.propose_end(province_staff(), standing.pk, reason="Tidak lagi mengekspor.")
    standings.end(province_staff(), standing.pk)
    page = main_of(client, path)
    assert "<form" not in page
    assert "Mesin bubut" in page
    assert "bukan lagi eksportir" in page
