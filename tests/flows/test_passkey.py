"""An official's passkey: set up, used alone, used after the password; and an application's code."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.second_factor import code_now
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def official() -> User:
    user: User = OfficialFactory(is_demo=False, name="Agus Prasetyo")
    return user


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Visitor:
    """Open a desktop browser with a fingerprint reader, which Chromium simulates."""
    found = Visitor(browser, live_server.url, desktop=True)
    devtools = found.page.context.new_cdp_session(found.page)
    devtools.send("WebAuthn.enable")
    reader = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": reader})
    return found


def _leave(visitor: Visitor) -> None:
    visitor.open("/keluar/")
    visitor.press("Keluar")


def test_a_passkey_is_set_up_and_opens_the_back_office(visitor: Visitor, official: User) -> None:
    visitor.sign_in(str(official.email), PASSWORD)
    assert visitor.heading == "Verifikasi dua langkah"
    assert visitor.complaints() == []
    visitor.press("Tambah kunci sandi")
    visitor.fill(password=PASSWORD)
    visitor.press("Lanjutkan")
    assert visitor.heading == "Tambah kunci sandi"
    assert visitor.complaints() == []
    visitor.fill(name="Komputer kantor")
    visitor.press("Buat kunci")
    visitor.page.wait_for_url("**/kode-cadangan/")
    assert visitor.complaints() == []
    visitor.press("Sudah saya simpan, lanjutkan")
    assert visitor.path == "/admin/"
    visitor.open("/akun/dua-langkah/kunci/")
    assert "Komputer kantor" in visitor.text()

    _leave(visitor)
    visitor.open("/masuk/")
    visitor.press("Masuk dengan kunci sandi")
    visitor.page.wait_for_url("**/admin/")

    _leave(visitor)
    visitor.sign_in(str(official.email), PASSWORD)
    assert visitor.heading == "Langkah kedua"
    assert visitor.complaints() == []
    visitor.press("Pakai kunci sandi")
    visitor.page.wait_for_url("**/admin/")
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_an_application_is_set_up_from_the_key_that_is_shown(
    visitor: Visitor, official: User
) -> None:
    visitor.sign_in(str(official.email), PASSWORD)
    visitor.press("Pasang aplikasi")
    visitor.fill(password=PASSWORD)
    visitor.press("Lanjutkan")
    assert visitor.page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    visitor.page.locator("summary", has_text="Tidak dapat memindai?").click()
    secret = visitor.page.locator("code.key").inner_text()
    assert visitor.complaints() == []
    visitor.fill(code=code_now(secret))
    visitor.press("Pasang")
    assert visitor.heading == "Kode cadangan"
    visitor.press("Sudah saya simpan, lanjutkan")
    assert visitor.path == "/admin/"
    assert visitor.faults == []


def test_a_device_without_a_key_says_so_and_offers_the_password(
    visitor: Visitor, official: User
) -> None:
    visitor.open("/masuk/")
    visitor.page.evaluate("() => { navigator.credentials.get = () => Promise.reject('none'); }")
    visitor.page.get_by_role("button", name="Masuk dengan kunci sandi", exact=True).click()
    message = visitor.page.locator("[data-webauthn-error]")
    message.wait_for(state="visible")
    assert "masuk dengan kata sandi" in message.inner_text()
    assert visitor.faults == []
