"""An order of many members in the browser: letters with a no and a silence, a repair, the end."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from common.dates import clock
from supply.models import Commitment, Order
from supply.services.letter_answers import accept, decline_letter
from supply.services.plan_runs import work_next
from tests.factories.accounts import PASSWORD
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def five_days_ago(monkeypatch: pytest.MonkeyPatch) -> tuple[User, Order, dict[int, User]]:
    """Return an order whose three letters were answered with yes, no and silence."""
    now = clock.now()
    with monkeypatch.context() as past:
        past.setattr(clock, "now", lambda: now - timedelta(days=5))
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        members = [a_member(exporter) for _ in range(5)]
        rows = invited(head, order, *[product for _owner, product in members])
        for place, ((owner, _product), row) in enumerate(zip(members, rows, strict=True)):
            offered(owner, row, pieces=12, price=400_000 + place * 1000)
        letters = letters_sent(head, order, planned(head, order))
        owners = {product.enterprise_id: owner for owner, product in members}
        yes, no, _silent = sorted(letters)
        accept(owners[yes], letters[yes].uid)
        decline_letter(owners[no], letters[no].uid)
    return head, order, owners


def test_letters_are_repaired_answered_and_closed(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, order, owners = five_days_ago(monkeypatch)
    base = f"/ekspor/pesanan/{order.uid}/"
    exporter = Visitor(browser, live_server.url, desktop=True)
    exporter.sign_in(str(head.email), PASSWORD)
    exporter.open(f"{base}rencana/")
    exporter.press("Hitung rencana")
    assert "sedang dihitung" in exporter.heading
    work_next()
    exporter.open(f"{base}rencana/2/")
    assert "sudah menerima" in exporter.text()
    exporter.press("Siapkan surat kesanggupan")
    exporter.fill(answer_by=(clock.today() + timedelta(days=3)).isoformat())
    exporter.press("Kirim surat")
    asked = Commitment.objects.filter(order=order, plan__number=2).order_by("id")
    assert asked.count() == 2
    first, second = asked
    member = Visitor(browser, live_server.url)
    member.open(f"/pesanan-bersama/surat/{first.uid}/")
    assert "Kami tidak pernah meminta uang, PIN atau kode." in member.text()
    member.press("Masuk dan jawab")
    member.fill(
        login=str(owners[first.invitation.product.enterprise_id].email),
        password=PASSWORD,
    )
    member.press("Masuk")
    member.page.check("#setuju")
    member.press("Terima surat ini")
    assert "Surat diterima" in member.page.locator("body").inner_text()
    member.open(f"/pesanan-bersama/{first.invitation.uid}/")
    assert "Rencana memakai 9 dari" in member.text()
    accept(owners[second.invitation.product.enterprise_id], second.uid)
    exporter.open(f"{base}tutup/")
    exporter.press("Tutup surat")
    assert "Penawaran tetap kepada pembeli dapat dibuat." in exporter.text()
    states = sorted(Commitment.objects.filter(order=order).values_list("state", flat=True))
    assert states == ["accepted", "accepted", "accepted", "declined", "silent"]
    pages = ("rencana/", "rencana/2/", "banding/?a=1&b=2", "mesin/", "biaya/", "penawaran/")
    faults = exporter.look(base, *(f"{base}{page}" for page in pages))
    own = f"/pesanan-bersama/{first.invitation.uid}/"
    faults += member.look(f"/pesanan-bersama/surat/{first.uid}/", own, f"{own}hasil/")
    assert faults == []
    assert member.faults + exporter.faults == []
