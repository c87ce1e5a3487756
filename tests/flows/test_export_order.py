"""The story of an export order in the browser: from a buyer abroad to letters that are closed."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.enums import Role
from accounts.models import User
from common.dates import clock
from supply.enums import ClosedAs, RequestState
from supply.models import BuyerRequest, Commitment, Order, PooledCapacity
from supply.services.letters.answers import accept
from supply.services.plans.runs import work_next
from supply.web.buyers import forms as buyer_forms
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.orders import HS, WEEKS, a_member, exporter_of_record, offered, order_data
from tests.flows.visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SHOTS = os.environ.get("EXPORT_SHOTS", "")
# The letters that nobody answers lapse meanwhile; the repair's first week is still to come.
_AGO = timedelta(days=4)


def _shoot(visitor: Visitor, *names: str) -> None:
    """Draw the page at both widths if pictures were requested."""
    for name in names if _SHOTS else ():
        for size in (PHONE, DESKTOP):
            visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
            path = Path(_SHOTS) / f"{name}-{size['width']}.png"
            visitor.page.screenshot(path=path, full_page=True)


def _day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


class Story:
    """The people of one order and what each of them does in turn."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.head, self.koperasi = exporter_of_record()
        self.members = [a_member(self.koperasi) for _ in range(6)]
        for _owner, product in self.members:
            product.shown_in_catalogue, product.shown_at = True, clock.now()
            product.save()
        self.buyer = Visitor(browser, base)
        self.exporter = Visitor(browser, base)
        self.member = Visitor(browser, base)

    @property
    def order(self) -> Order:
        return Order.objects.get()

    @property
    def base(self) -> str:
        return f"/ekspor/pesanan/{self.order.uid}/"

    def owner_of(self, letter: Commitment) -> User:
        product = letter.invitation.product
        return next(owner for owner, each in self.members if each.pk == product.pk)

    def buyer_asks(self) -> None:
        """Find a product in the catalogue, ask, and confirm by the letter, in English."""
        buyer, due = self.buyer, order_data().deliveries[0].on
        buyer.open("/en/catalogue/")
        _shoot(buyer, "list")
        assert buyer.complaints() == []
        buyer.press(self.members[0][1].name_en)
        _shoot(buyer, "product")
        assert buyer.complaints() == []
        buyer.press("Ask for an offer")
        buyer.fill(
            specification="Seat height 46 cm.",
            quantity="100",
            place="Tanjung Perak",
            delivery_1_on=due.isoformat(),
            delivery_1_quantity="100",
            company="Van Dijk Interieur BV",
            country="Netherlands",
            contact="Anneke van Dijk",
            email="anneke@vandijk-interieur.example",
        )
        buyer.press("Send a request")
        assert buyer.path == "/en/catalogue/request/"
        assert buyer.complaints() == []
        buyer.page.check("main [name=agree]")
        buyer.press("Send a request")
        assert buyer.path == "/en/catalogue/request/sent/"
        buyer.letter("Confirm your request")
        buyer.follow(buyer.page.locator("a[href*='kunci=']").first)
        buyer.press("Yes, pass it to the exporters")
        assert "Your request is confirmed" in buyer.page.locator("body").inner_text()

    def exporter_checks_the_buyer(self) -> None:
        """Take the request, write to the buyer and mark it checked."""
        exporter = self.exporter
        exporter.sign_in(str(self.head.email), PASSWORD)
        exporter.open("/ekspor/")
        _shoot(exporter, "inbox")
        exporter.press(BuyerRequest.objects.get().wanted)
        exporter.press("Tangani permintaan ini")
        assert "Pembeli belum diperiksa" in exporter.text()
        exporter.fill(text="Which colour?")
        exporter.press("Kirim pesan")
        exporter.page.get_by_text("Tandai pembeli sudah diperiksa").click()
        exporter.fill(
            register_name="Van Dijk Interieur BV",
            register_number="KvK 24123456",
            register_place="kvk.nl",
            terms_agreed_on=_day(0),
        )
        _shoot(exporter, "taken")
        exporter.press("Tandai diperiksa")
        assert BuyerRequest.objects.get().is_checked

    def exporter_begins(self) -> None:
        """Make the request into an order, with a hub and an approved sample."""
        exporter, data = self.exporter, order_data()
        exporter.press("Mulai pesanan dari permintaan ini")
        exporter.fill(
            hs_code=HS,
            **{name: getattr(data, name).isoformat() for name in ("begins_on", "material_on")},
            **{
                name: str(getattr(data, name))
                for name in (
                    "first_article_days", "inspection_days", "rework_days", "stuffing_days",
                    "port_closing_days", "new_member_percent", "advance_percent",
                    "penalty_percent_a_week", "penalty_cap_percent", "contact_name",
                    "force_majeure", "claims",
                )
            },
            contact_phone="0812 3456 7890",
        )  # fmt: skip
        exporter.pick(
            **{
                name: str(getattr(data, name))
                for name in ("price_mode", "material", "exchange_rate", "surplus")
            }
        )
        exporter.press("Simpan pesanan")
        assert "Lengkapi, lalu undang anggota" in exporter.text()
        _shoot(exporter, "preparing")
        exporter.press("Tambahkan titik kumpul")
        exporter.fill(name="Gudang koperasi", opening_cost="0")
        exporter.press("Simpan titik kumpul")

    def exporter_invites(self) -> None:
        """Note the approved sample, before which nobody can be asked, and ask the members."""
        exporter = self.exporter
        exporter.open(f"{self.base}anggota/")
        assert exporter.page.get_by_role("button", name="Undang", exact=True).count() == 0
        exporter.page.get_by_text("Catat pembuat contoh").click()
        exporter.page.select_option("main [name=product]", str(self.members[0][1].pk))
        exporter.page.check("main [name=is_approved]")
        exporter.press("Catat contoh")
        assert "contoh yang disetujui" in exporter.text()
        for box in exporter.page.locator("main [name=products]").all():
            box.check()
        exporter.pick(hub=str(self.order.hubs.get().pk))
        exporter.fill(answer_by=_day(2))
        _shoot(exporter, "members")
        exporter.press("Undang")
        assert "6 anggota diundang." in exporter.page.locator("body").inner_text()

    def members_offer(self) -> None:
        """Offer, the first in the browser; the last says there that it takes no part."""
        member, order = self.member, self.order
        owner, product = self.members[-1]
        member.sign_in(str(owner.email), PASSWORD)
        member.open(f"/pesanan-bersama/{order.invitations.get(product=product).uid}/")
        member.press("Kali ini tidak ikut")
        assert "Anda sudah menjawab tidak ikut" in member.text()
        member.page.context.clear_cookies()
        for place, (owner, product) in enumerate(self.members[:-1]):
            row = order.invitations.get(product=product)
            if place:
                offered(owner, row, pieces=12, price=400_000 + place * 1000)
                continue
            member.sign_in(str(owner.email), PASSWORD)
            member.open(f"/pesanan-bersama/{row.uid}/")
            assert "untuk spesifikasi versi 1" in member.text()
            weeks = {f"week_{number}": "12" for number in range(1, WEEKS + 1)}
            member.fill(**weeks, unit_price="400.000", min_lot="0", valid_until=_day(60))
            _shoot(member, "offer")
            member.press("Simpan penawaran")
            assert "Ini belum mengikat Anda." in member.page.locator("body").inner_text()

    def exporter_plans_and_sends(self, number: int, answer_by: str) -> Mapping[int, Commitment]:
        """Have a plan worked out, look at it and send its letters; return them by product."""
        exporter = self.exporter
        exporter.open(f"{self.base}rencana/")
        exporter.press("Hitung rencana")
        assert "sedang dihitung" in exporter.heading
        work_next()
        exporter.press("Lihat lagi")
        _shoot(exporter, f"plan-{number}")
        exporter.press("Siapkan surat kesanggupan")
        exporter.fill(answer_by=answer_by)
        exporter.press("Kirim surat")
        sent = Commitment.objects.filter(plan__number=number).select_related("invitation__product")
        return {letter.invitation.product_id: letter for letter in sent}

    def member_declines(self, letter: Commitment) -> None:
        """Sign in from the letter, and answer no; nothing has to be ticked for that."""
        self._signs_in_to(letter)
        self.member.press("Tidak terima")
        assert "Anda tidak menerima surat ini" in self.member.page.locator("body").inner_text()

    def member_accepts(self, letter: Commitment) -> None:
        """Read the letter without signing in, then sign in and accept it."""
        self._signs_in_to(letter)
        self.member.page.check("#setuju")
        self.member.press("Terima surat ini")
        assert "Surat diterima" in self.member.page.locator("body").inner_text()

    def _signs_in_to(self, letter: Commitment) -> None:
        """Read the letter as anyone with its link, then sign in as its member."""
        reader = self.member
        reader.page.context.clear_cookies()
        reader.open(f"/pesanan-bersama/surat/{letter.uid}/")
        text = reader.text()
        assert "Kami tidak pernah meminta uang, PIN atau kode." in text
        assert "Contoh yang disetujui" in text
        _shoot(reader, "letter")
        reader.press("Masuk dan jawab")
        reader.fill(login=str(self.owner_of(letter).email), password=PASSWORD)
        reader.press("Masuk")

    def exporter_closes_and_quotes(self) -> None:
        """Close the letters, and name a firm price to the buyer."""
        exporter = self.exporter
        exporter.open(f"{self.base}tutup/")
        exporter.press("Tutup surat")
        assert "Penawaran tetap kepada pembeli dapat dibuat." in exporter.text()
        exporter.press("Penawaran kepada pembeli")
        exporter.fill(unit_price="45.50", valid_until=_day(30))
        exporter.pick(currency="USD", is_firm="tetap")
        exporter.press("Simpan penawaran")
        _shoot(exporter, "quote")

    def exporter_closes_the_request(self) -> None:
        """Close the request as met, which the buyer reads."""
        exporter, asked = self.exporter, BuyerRequest.objects.get()
        exporter.open(f"/ekspor/{asked.pk}/")
        exporter.page.get_by_text("Tutup permintaan").click()
        exporter.pick(closed_as=ClosedAs.MET)
        exporter.press("Tutup")
        assert BuyerRequest.objects.get().state == RequestState.CLOSED


def _pool() -> None:
    day = clock.today()
    PooledCapacity.objects.create(
        hs6=HS, sector="furniture", makers=6, pieces=480, month=day.replace(day=1),
        oldest_on=day, refreshed_at=clock.now(),
    )  # fmt: skip


def test_an_export_order_from_the_foreign_request_to_closed_letters(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyer_forms, "_FASTEST_SECONDS", 0)
    real = clock.now
    with monkeypatch.context() as past:
        past.setattr(clock, "now", lambda: real() - _AGO)
        _pool()
        story = Story(browser, live_server.url)
        story.buyer_asks()
        story.exporter_checks_the_buyer()
        story.exporter_begins()
        story.exporter_invites()
        story.members_offer()
        letters = story.exporter_plans_and_sends(1, _day(2))
        yes, no, _silent = (letters[product.pk] for _owner, product in story.members[:3])
        story.member_declines(no)
        story.member_accepts(yes)
    # The third letter was not answered in its time.
    exporter, member, buyer = story.exporter, story.member, story.buyer
    repair = story.exporter_plans_and_sends(2, _day(3))
    assert set(repair) == {product.pk for _owner, product in story.members[3:5]}
    for letter in repair.values():
        accept(story.owner_of(letter), letter.uid)
    story.exporter_closes_and_quotes()
    states = sorted(Commitment.objects.values_list("state", flat=True))
    assert states == ["accepted", "accepted", "accepted", "declined", "silent"]
    buyer.page.reload()
    assert "USD 45.50" in buyer.text()
    assert "Which colour?" in buyer.text()
    _shoot(buyer, "quoted")
    assert buyer.complaints() == []
    story.exporter_closes_the_request()
    base = story.base
    pages = ("", "rencana/", "rencana/2/", "banding/?a=1&b=2", "mesin/", "penawaran/", "biaya/")
    faults = exporter.look(*(f"{base}{page}" for page in pages))
    own = f"/pesanan-bersama/{yes.invitation.uid}/"
    faults += member.look(f"/pesanan-bersama/surat/{yes.uid}/", own, f"{own}hasil/")
    assert faults == []
    assert [*buyer.faults, *exporter.faults, *member.faults] == []
    if _SHOTS:
        _shoot_the_rest(browser, live_server.url, story)


def _shoot_the_rest(browser: Browser, base: str, story: Story) -> None:
    """Draw pages that the story passes by."""
    asked = BuyerRequest.objects.get()
    for path, name in (
        (story.base, "closed"), (f"{story.base}anggota/", "members-closed"),
        (f"{story.base}pembeli/", "buyer"), ("/ekspor/permintaan/tulis/", "typed"),
        ("/ekspor/pesanan/", "orders"), (f"/ekspor/{asked.pk}/", "met"),
    ):  # fmt: skip
        story.exporter.open(path)
        _shoot(story.exporter, name)
    official = Visitor(browser, base, desktop=True)
    official.sign_in(str(OfficialFactory(role=Role.STAFF, regency=None).email), PASSWORD)
    for path, name in (
        ("/admin/ekspor/eksportir/", "office-exporters"),
        ("/admin/ekspor/eksportir/usul/", "office-propose"),
        ("/admin/ekspor/permintaan/", "office-requests"),
        (f"/admin/ekspor/permintaan/{asked.pk}/", "office-request"),
    ):
        official.open(path)
        _shoot(official, name)
