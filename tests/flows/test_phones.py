"""One phone, two people, no e-mail: signing up, coming back, keeping apart, losing the number."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import PhoneNumber, User
from notifications.services.delivery import deliver_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OURS = "0812 3456 7890"
NEW = "0857-1234-5678"
PIN = "730284"


@pytest.mark.exhaustive
def test_two_people_share_a_phone(browser: Browser, live_server: Any, settings: Any) -> None:
    settings.PHONE_CODE_PAUSE = timedelta(0)
    faults: list[str] = []
    siti = Visitor(browser, live_server.url)
    _sign_up(siti, "Siti Aminah", faults)
    _sign_out(siti)
    _join(siti, "Budi Santoso", faults)
    _sign_out(siti)
    _come_back(siti, "Budi Santoso", faults)
    _see_number(siti, faults)
    _recover(browser, live_server.url, faults)
    assert faults + siti.faults == []


def _sign_up(visitor: Visitor, name: str, faults: list[str]) -> None:
    visitor.open("/usaha/")
    _look(visitor, faults)
    visitor.press("Masuk atau daftar dengan nomor ponsel")
    _look(visitor, faults)
    visitor.fill(phone="0842 1234")
    visitor.press("Kirim kode")
    assert "diawali 08" in visitor.text()
    _look(visitor, faults)
    visitor.fill(phone=OURS)
    visitor.press("Kirim kode")
    _look(visitor, faults)
    _type_code(visitor)
    assert visitor.path == "/masuk/ponsel/daftar/"
    _look(visitor, faults)
    visitor.fill(name=name)
    visitor.page.check("main [name=consent]")
    visitor.press("Buat akun")
    # Where they wanted to go in the first place.
    assert visitor.path == "/usaha/"


def _join(visitor: Visitor, name: str, faults: list[str]) -> None:
    visitor.open("/masuk/ponsel/")
    visitor.press("Nomor ini sudah dipakai orang lain, saya belum punya akun")
    visitor.fill(phone=OURS)
    visitor.pick(via="sms")
    visitor.press("Kirim kode")
    _type_code(visitor)
    visitor.fill(name=name, pin=PIN, again=PIN)
    _look(visitor, faults)
    visitor.page.check("main [name=consent]")
    visitor.press("Buat akun")
    assert visitor.path == "/pengajuan/"


def _come_back(visitor: Visitor, name: str, faults: list[str]) -> None:
    visitor.open("/masuk/ponsel/")
    visitor.fill(phone=OURS)
    visitor.press("Kirim kode")
    _type_code(visitor)
    assert visitor.heading == "Siapa Anda?"
    _look(visitor, faults)
    visitor.page.get_by_label(name).check()
    visitor.press("Lanjutkan")
    _look(visitor, faults)
    visitor.fill(pin="111119")
    visitor.press("Masuk")
    assert "PIN salah" in visitor.text()
    visitor.fill(pin=PIN)
    visitor.press("Masuk")
    assert visitor.path == "/pengajuan/"


def _see_number(visitor: Visitor, faults: list[str]) -> None:
    visitor.open("/akun/")
    assert "+62\u00a0812\u2011••••\u20117890" in visitor.text()
    for path in ("", "ganti/", "pin/", "pastikan/"):
        visitor.open(f"/akun/ponsel/{path}")
        _look(visitor, faults)
    visitor.open("/akun/sandi/baru/")
    _look(visitor, faults)
    visitor.open("/akun/pemberitahuan/")
    _look(visitor, faults)


def _recover(browser: Browser, base: str, faults: list[str]) -> None:
    """Change the number at the counter: Siti lost the phone and has no e-mail."""
    boss = UserFactory(is_staff=True, is_superuser=True, is_demo=True)
    person = User.objects.get(name="Siti Aminah")
    counter = Visitor(browser, base, desktop=True)
    counter.sign_in(str(boss.email), PASSWORD)
    counter.open(f"/admin/ponsel/{person.pk}/")
    assert counter.heading == "Tulis kata sandi lagi"
    counter.fill(password=PASSWORD)
    counter.press("Lanjutkan")
    counter.page.fill("[name=n-phone]", NEW)
    counter.page.fill("[name=n-reason]", "Ponsel hilang di pasar.")
    counter.page.check("[name=n-seen]")
    counter.press("Kirim kode ke nomor baru")
    _look(counter, faults)
    deliver_due()
    counter.fill(code=_newest_code(counter, f"/admin/ponsel/{person.pk}/"))
    counter.press("Ganti nomor")
    _look(counter, faults)
    assert PhoneNumber.objects.get(user=person, until=None).phone == "+6285712345678"
    faults += counter.faults


def _type_code(visitor: Visitor) -> None:
    visitor.fill(code=_newest_code(visitor, "/masuk/ponsel/kode/"))
    visitor.press("Lanjutkan")


def _newest_code(visitor: Visitor, back: str) -> str:
    """Read the code where a demo shows what went to phones, and return to the page."""
    deliver_due()
    visitor.open("/dev/surat/")
    found = re.search(r"\b(\d{6}) adalah kode", visitor.text())
    assert found is not None
    visitor.open(back)
    return found.group(1)


def _sign_out(visitor: Visitor) -> None:
    visitor.open("/keluar/")
    visitor.press("Keluar")


def _look(visitor: Visitor, faults: list[str]) -> None:
    faults += visitor.complaints()
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        faults.append(f"{visitor.path} scrolls sideways by {wide} px")
