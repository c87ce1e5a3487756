"""Pages of orders: the exporter's way, the member's way, the letter, and what nobody else sees."""

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.dates import clock
from enterprises.enums import MemberRole
from enterprises.models import CapacityViewer, CapacityWeek
from letters.enums import LetterStatus
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Order
from supply.render.commitment_pdf import commitment_pdf
from supply.services.letters.answers import accept
from supply.services.plans.runs import work_next
from supply.shared.verified_commitments import commitment_by_code
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import MemberFactory
from tests.factories.orders import (
    HS,
    a_member,
    an_order,
    checked_request,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    order_data,
    planned,
)
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed_order(**changes: Any) -> dict[str, Any]:
    """Return the form of an order as an exporter fills it in."""
    data = order_data()
    plain = {
        name: getattr(data, name)
        for name in data.__dataclass_fields__
        if name not in ("deliveries", "unit_price", "certificates")
    }
    due = data.deliveries[0]
    return {
        **plain,
        "begins_on": data.begins_on.isoformat(),
        "material_on": data.material_on.isoformat(),
        "due_1": due.on.isoformat(),
        "quantity_1": "100",
        "unit_price": "",
        **changes,
    }


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_an_exporter_goes_from_an_order_to_letters_that_are_closed() -> None:
    head, exporter = exporter_of_record()
    client = signed_in(head)
    wanted = checked_request(head, exporter)
    made = client.post("/ekspor/pesanan/baru/", typed_order(no_sample_reason=""))
    order = Order.objects.get()
    base = f"/ekspor/pesanan/{order.uid}/"
    assert (made.status_code, made["Location"]) == (302, base)
    assert (
        send_as_shown(
            client, f"{base}ubah/", typed_order(title="Kursi", no_sample_reason="")
        ).status_code
        == 302
    )
    hub = {"act": "hub", "name": "Gudang", "opening_cost": "0", "weekly_capacity": ""}
    cost = {"act": "cost", "kind": "packing", "amount": "2.000.000", "source": "Penawaran CV"}
    for typed in (hub, cost):
        assert client.post(f"{base}biaya/", typed).status_code == 302
    members = [a_member(exporter) for _ in range(3)]
    listed = client.get(f"{base}anggota/").content.decode()
    assert all(product.enterprise.name in listed for _owner, product in members)
    assert "sudah lama" not in listed
    CapacityWeek.objects.update(stated_at=clock.now() - timedelta(days=29))
    assert "sudah lama" in client.get(f"{base}anggota/").content.decode()
    grade: dict[str, Any] = {
        "act": "grade",
        "member": members[0][1].enterprise_id,
        "grade": "4",
        "reason": "Selalu tepat waktu tahun lalu.",
    }
    sample: dict[str, Any] = {
        "act": "sample",
        "product": members[0][1].pk,
        "note": "ok",
        "is_approved": "on",
    }
    ask: dict[str, Any] = {
        "act": "invite",
        "products": [product.pk for _owner, product in members],
        "hub": order.hubs.get().pk,
        "answer_by": day(5),
        "onboarding_cost": "0",
    }
    assert client.post(f"{base}anggota/", ask).status_code == 409
    assert client.post(f"{base}pembeli/", {"permintaan": "x"}).status_code == 409
    assert client.post(f"{base}pembeli/", {"permintaan": wanted.pk}).status_code == 302
    for sent in (grade, sample, ask):
        assert client.post(f"{base}anggota/", sent).status_code == 302, sent
    for owner, product in members:
        path = f"/pesanan-bersama/{order.invitations.get(product=product).uid}/"
        pieces = {f"week_{place}": "20" for place in range(1, 5)}
        offer = {**pieces, "unit_price": "400.000", "min_lot": "0", "valid_until": day(60)}
        assert send_as_shown(signed_in(owner), path, offer).status_code == 302
    asked = client.post(f"{base}rencana/", {"max_members": "3"})
    waits = client.get(asked["Location"]).content.decode()
    assert "sedang dihitung" in waits
    work_next()
    plan = client.get(asked["Location"]).content.decode()
    assert "termurah, terbukti" in plan
    assert "Penawaran CV" in plan
    assert "data belum ada" in plan
    client.post(f"{base}rencana/", {})
    work_next()
    assert client.get(f"{base}banding/?a=1&b=2").status_code == 200
    answer = client.post(f"{base}rencana/1/surat/", {"answer_by": day(3)})
    assert (answer.status_code, Commitment.objects.count() > 1) == (302, True)
    for letter in Commitment.objects.all():
        path = f"/pesanan-bersama/surat/{letter.uid}/jawab/"
        owner = letter.invitation.product.enterprise.members.get().user
        member = signed_in(owner)
        assert member.post(path, {"terima": "ya"}).status_code == 400
        assert member.post(path, {"terima": "ya", "setuju": "ya"}).status_code == 302
    assert client.post(f"{base}tutup/", {"act": "close_letters"}).status_code == 302
    price = {"unit_price": "45.5", "currency": "USD", "valid_until": day(30), "is_firm": "tetap"}
    assert client.post(f"{base}penawaran/", price).status_code == 302
    order.refresh_from_db()
    assert order.state == OrderState.LETTERS_CLOSED
    for page in ("", "biaya/", "rencana/", "rencana/1/", "tutup/", "penawaran/"):
        assert client.get(base + page).status_code == 200, page


def test_what_is_wrong_comes_back_with_words() -> None:
    head, exporter = exporter_of_record()
    client = signed_in(head)
    page = client.post("/ekspor/pesanan/baru/", typed_order(due_1=day(1), hs_code="x"))
    assert page.status_code == 400
    assert "6 angka" in page.content.decode()
    for bad in ({}, {"due_1": "\x00", "quantity_1": "9" * 60}, {"title": "x" * 9999}):
        assert client.post("/ekspor/pesanan/baru/", {**typed_order(), **bad}).status_code in (
            302,
            400,
        )
    order = an_order(head, exporter)
    base = f"/ekspor/pesanan/{order.uid}/"
    assert client.post(f"{base}biaya/", {"act": "cost", "amount": "-5"}).status_code == 400
    # An FOB order has no import duty: a figure that no sheet counts is not taken.
    duty = {"act": "cost", "kind": "import_duty", "amount": "5", "source": "tarif"}
    assert client.post(f"{base}biaya/", duty).status_code == 400
    assert client.get(f"{base}rencana/?hal=zzz").status_code == 302
    assert client.post(f"{base}anggota/", {"act": "invite", "products": ["a"]}).status_code == 400
    assert client.post(f"{base}rencana/", {}).status_code == 409
    assert client.post(f"{base}tutup/", {"act": "close_letters"}).status_code == 409
    assert client.post(f"{base}penawaran/", {"unit_price": "NaN"}).status_code == 400
    assert client.get(f"{base}banding/?a=x&b=").status_code == 302
    assert client.get("/ekspor/pesanan/?hal=zzz").status_code == 302
    assert client.get(f"{base}rencana/999999/").status_code == 404


def a_letter() -> tuple[User, Order, User, Commitment, list[str]]:
    """Return an order with letters out, one of its members, its letter and the others' names."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in range(2)]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row in zip(members, rows, strict=True):
        offered(owner, row, price=412_345)
    letters = letters_sent(head, order, planned(head, order))
    (owner, product), (_other, second) = members
    return head, order, owner, letters[product.enterprise_id], [second.enterprise.name]


def test_a_letter_is_read_by_its_link_and_answered_by_the_members_own() -> None:
    head, _order, owner, letter, _others = a_letter()
    path = f"/pesanan-bersama/surat/{letter.uid}/"
    read = Client().get(path)
    text = read.content.decode()
    assert read.status_code == 200
    for said in ("Bu Sari", "+6281234567890", "Banjir", "Rp412.345", "meminta uang, PIN"):
        assert said in text, said
    assert "no-store" in read["Cache-Control"] or "no-cache" in read["Cache-Control"]
    helper = MemberFactory(
        enterprise=letter.invitation.product.enterprise, role=MemberRole.HELPER
    ).user
    assert Client().get(f"{path}jawab/").status_code == 302
    for nobody in (head, helper, UserFactory()):
        assert signed_in(nobody).get(f"{path}jawab/").status_code == 403
    member = signed_in(owner)
    assert member.get(f"{path}jawab/").status_code == 200
    assert member.post(f"{path}jawab/", {"tolak": "ya"}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.DECLINED
    again = member.post(f"{path}jawab/", {"terima": "ya", "setuju": "ya"})
    assert again.status_code == 409


def test_the_pdf_and_the_code_say_the_same_of_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    # A letter is typeset once for each answer, however often its link is opened.
    typeset = Mock(side_effect=commitment_pdf)
    monkeypatch.setattr("supply.services.letters.pdf.commitment_pdf", typeset)
    _head, _order, owner, letter, _others = a_letter()
    path = f"/pesanan-bersama/surat/{letter.uid}/"
    code = f"/verifikasi/{letter.code}/"
    waiting = Client().get(code).content.decode()
    assert "Ditawarkan, belum diterima" in waiting
    assert "Tawaran surat kesanggupan" in waiting
    assert "Berlaku" not in waiting
    assert "Dibekukan" not in waiting
    verified = commitment_by_code(letter.code)
    assert verified is not None
    assert verified.status == LetterStatus.SUSPENDED
    accept(owner, letter.uid)
    pdf = Client(headers={"accept-language": "en"}).get(f"{path}pdf/")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    # In one language, whatever the reader's is.
    assert "Jumlah" in {row["label"] for row in typeset.call_args.kwargs["head"]}
    typeset.reset_mock()
    assert Client().get(f"{path}pdf/").content == pdf.content
    assert typeset.call_count == 0
    shown = Client().get(code).content.decode()
    assert letter.content["number"].split("/")[0] in shown
    assert "Dinas bukan pihak" in shown
    assert member_withdraws(owner, path) == 302
    assert "Dicabut" in Client().get(code).content.decode()
    assert Client().get(f"{path}pdf/").content[:5] == b"%PDF-"
    assert typeset.call_count == 1


def member_withdraws(owner: User, path: str) -> int:
    return signed_in(owner).post(f"{path}jawab/", {"tarik": "ya"}).status_code


def test_a_member_sees_its_own_figures_only() -> None:
    _head, order, owner, letter, others = a_letter()
    page = signed_in(owner).get(f"/pesanan-bersama/{letter.invitation.uid}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert not any(name in text for name in others)
    stranger = signed_in(UserFactory())
    assert stranger.get(f"/pesanan-bersama/{letter.invitation.uid}/").status_code == 404
    for part in ("", "rencana/", "rencana/1/", "penawaran/", "anggota/"):
        assert stranger.get(f"/ekspor/pesanan/{order.uid}/{part}").status_code == 404
    assert stranger.get("/ekspor/pesanan/").status_code == 403


def test_two_tabs_of_an_offer_overwrite_nothing_unseen() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    client, path = signed_in(owner), f"/pesanan-bersama/{row.uid}/"
    pieces = {f"week_{place}": "20" for place in range(1, 5)}
    offer = {**pieces, "unit_price": "400000", "min_lot": "0", "valid_until": day(60)}
    assert send_as_shown(client, path, offer).status_code == 302
    unseen = client.post(path, {**offer, "week_1": "30", "unit_price": "1"})
    assert unseen.status_code == 409
    row.refresh_from_db()
    assert (row.pieces, row.unit_price) == ([20] * 4, 400_000)


def test_time_is_given_also_when_nobody_fits_any_more() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    invited(head, order, product)
    CapacityViewer.objects.update(ended_at=clock.now(), ended_by=owner)
    page = signed_in(head).get(f"/ekspor/pesanan/{order.uid}/anggota/").content.decode()
    assert "Belum ada anggota yang cocok" in page
    assert 'value="extend"' in page
    assert 'value="invite"' not in page


def test_lists_take_the_same_queries_for_one_and_three_rows() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, _enterprise_product = a_member(exporter)

    def queries(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    head_client, member = signed_in(head), signed_in(owner)
    invited(head, order, _enterprise_product)
    paths = (
        (head_client, "/ekspor/pesanan/"),
        (head_client, f"/ekspor/pesanan/{order.uid}/anggota/"),
        (member, "/pesanan-bersama/"),
    )
    one = [queries(client, path) for client, path in paths]
    for _turn in range(2):
        another = an_order(head, exporter)
        invited(head, another, _enterprise_product)
        a_member(exporter)
    assert [queries(client, path) for client, path in paths] == one
    assert HS in Order.objects.latest("pk").hs_code
