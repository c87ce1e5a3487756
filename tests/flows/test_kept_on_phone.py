"""*Simpan di HP ini* in a browser: read and written without a network, and erased in time."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from applications.models import Application
from enterprises.models import Member
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.programs import Cast, cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST_KEPT = "(async () => (await caches.keys()).filter((name) => name.startsWith('hp:')).join())()"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
BODIES = """(async () => {
    const all = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const key of await cache.keys()) all.push(await (await cache.match(key)).text());
    }
    return all.join(' ');
})()"""
PAST_ITS_DAYS = """async (here) => {
    const cache = await caches.open(`hp:${here.split('/')[2]}`);
    const state = await (await cache.match(`${here}hp/`)).json();
    await cache.put(`${here}hp/`, new Response(JSON.stringify({ ...state, until: 1 })));
}"""
GONE = f"{LIST_KEPT}.then((names) => names === '')"


def switch_on(owner: Visitor) -> None:
    """Keep the application whose task list is open, and see that its pages are there."""
    owner.page.get_by_role("button", name="Simpan di HP ini").click()
    owner.page.get_by_text("Terhapus sendiri setelah").wait_for()
    assert owner.page.evaluate(LIST_KEPT) != ""


def keeping(browser: Browser, base: str, cast: Cast, application: Application) -> Visitor:
    """Return an owner who switched it on."""
    owner = Visitor(browser, base)
    owner.sign_in(str(cast.owner.email), PASSWORD)
    owner.open(f"/pengajuan/{application.pk}/")
    switch_on(owner)
    owner.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return owner


def test_reads_and_writes_without_a_network(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = make_application(cast)
    here = f"/pengajuan/{application.pk}/"
    owner = keeping(browser, live_server.url, cast, application)
    bodies = owner.page.evaluate(BODIES)
    assert "requested_amount" in bodies
    assert cast.enterprise.nik not in bodies
    assert cast.enterprise.npwp not in bodies
    assert "/berkas/" not in bodies
    assert owner.complaints() == []

    owner.page.context.set_offline(True)
    owner.open(f"{here}isi/loan/")
    owner.fill(requested_amount="45.000.000")
    owner.page.locator("main form button[type=submit]").first.click()
    assert "belum terkirim" in owner.page.locator("[data-offline-strip]").inner_text()
    assert owner.page.input_value("[name=requested_amount]") == "45.000.000"
    # A page that is not kept leads to the task list, which says why.
    owner.open(f"{here}dokumen/")
    owner.page.get_by_text("Halaman yang Anda buka memerlukan jaringan.").wait_for()
    assert owner.path == here
    assert Application.objects.get().answers["requested_amount"] == 40_000_000

    with owner.page.expect_navigation():
        owner.page.context.set_offline(False)
    owner.wait_for_scripts()
    assert Application.objects.get().answers["requested_amount"] == 45_000_000
    assert owner.faults == []


@pytest.mark.exhaustive
def test_what_is_sent_into_a_dead_network_comes_back(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = make_application(cast)
    owner = keeping(browser, live_server.url, cast, application)
    # Connected to a network that leads nowhere: the browser believes it is online.
    owner.page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    owner.open(f"/pengajuan/{application.pk}/isi/loan/")
    owner.page.context.set_offline(True)
    owner.fill(requested_amount="45.000.000")
    owner.follow(owner.page.locator("main form button[type=submit]").first)
    assert owner.page.input_value("[name=requested_amount]") == "45.000.000"
    owner.page.context.set_offline(False)
    owner.press("Simpan dan lanjutkan")
    assert owner.path.endswith("/isi/credit/")
    assert Application.objects.get().answers["requested_amount"] == 45_000_000


def test_is_erased_after_its_days_and_at_signing_out(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = make_application(cast)
    here = f"/pengajuan/{application.pk}/"
    owner = keeping(browser, live_server.url, cast, application)
    page = owner.page
    # A page from before signing in, which Back may show again, erases nothing.
    old = Client().get("/bantuan/").content.decode()
    page.route("**/bantuan/", lambda route: route.fulfill(body=old, content_type="text/html"))
    with page.expect_response(f"**{here}hp/"):
        owner.open("/bantuan/")
    page.unroute_all()
    owner.open(here)
    page.get_by_text("Terhapus sendiri setelah").wait_for()

    page.evaluate(PAST_ITS_DAYS, here)
    page.reload()
    page.wait_for_function(GONE)
    assert page.evaluate(WORKERS) == 0

    switch_on(owner)
    owner.open("/keluar/")
    owner.press("Keluar")
    page.wait_for_function(GONE)
    assert page.evaluate("localStorage.length") == 0
    assert owner.faults == []


@pytest.mark.exhaustive
def test_is_erased_for_another_account_and_without_access(
    browser: Browser, live_server: Any
) -> None:
    cast = cast_of()
    application = make_application(cast)
    owner = keeping(browser, live_server.url, cast, application)
    page = owner.page
    # The session ended by itself; the next person on this phone signs in.
    page.context.clear_cookies()
    owner.sign_in(str(UserFactory().email), PASSWORD)
    page.wait_for_function(GONE)

    page.context.clear_cookies()
    owner.sign_in(str(cast.owner.email), PASSWORD)
    owner.open(f"/pengajuan/{application.pk}/")
    switch_on(owner)
    # As when an owner ends the access of a helper: the next page of any kind tells.
    Member.objects.all().delete()
    owner.open("/pesan/")
    page.wait_for_function(GONE)
    assert owner.faults == []
