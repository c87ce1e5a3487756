"""How much work it is to send a KUR application, from the first page on, for a new owner."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.models import Application
from tests.factories.enterprises import invented_nib, invented_nik
from tests.flows.effort import CountedVisitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The limits of the project; 51, 17 and 28 were measured before.
MOST_ACTIONS, MOST_TYPED, MOST_PAGES = 40, 14, 23


@pytest.mark.exhaustive
def test_from_the_first_page_to_a_sent_application(browser: Browser, live_server: Any) -> None:
    owner = CountedVisitor(browser, live_server.url)
    _check_beforehand(owner)
    owner.sign_up_by_phone("Siti Aminah", "081234567890")
    _register(owner)
    _send_documents(owner)
    owner.tick("declaration")
    owner.press("Kirim pengajuan")
    application = Application.objects.get()
    assert owner.path == f"/pengajuan/{application.pk}/tanda-terima/"
    assert application.state == "submitted"
    done = owner.effort
    assert done.actions <= MOST_ACTIONS, done
    assert done.typed <= MOST_TYPED, done
    assert done.pages <= MOST_PAGES, done
    assert owner.faults == []


def _check_beforehand(owner: CountedVisitor) -> None:
    owner.open("/")
    owner.press("Cek kelayakan KUR")
    owner.fill(
        requested_amount="40.000.000",
        tenor_months="24",
        annual_sales="600.000.000",
        business_started_on="2019-08-17",
        previous_kur_count="0",
    )
    owner.pick(purpose="working_capital", borrower="person", has_nib_or_sku="ya", has_npwp="tidak")
    owner.pick(credit_history="-", collateral_offered="tidak", is_civil_servant="tidak")
    owner.press("Lihat hasilnya")
    owner.press("Ajukan sekarang")


def _register(owner: CountedVisitor) -> None:
    owner.press("Daftarkan usaha")
    # What was said before is filled in, and read by the owner.
    known = owner.page.locator("main")
    assert known.locator("[name=name]").input_value() == "Siti Aminah"
    assert known.locator("[name=legal_form]:checked").input_value() == "perorangan"
    assert known.locator("[name=annual_sales]").input_value() == "600.000.000"
    owner.fill(
        nib=invented_nib(777),
        nik=invented_nik(777, birth="170885"),
        address="Jalan Kenanga 5, Wonokromo",
        kbli="16291",
        owner_capital="60000000",
        workers="3",
    )
    owner.pick(kbli_version="2020")
    owner.select(regency="35.78", sector="handicraft")
    owner.press("Daftarkan usaha")


def _send_documents(owner: CountedVisitor) -> None:
    owner.press("Mulai pengajuan")
    owner.press("Dokumen")
    owner.press("Unggah KTP")
    for paper in ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note"):
        assert f"/dokumen/{paper}/" in owner.path
        owner.upload(paper)
        owner.press("Unggah")
        assert f"{paper}.jpg" in owner.text()
        onwards = owner.page.locator("main a.btn").first
        if f"/dokumen/{paper}/" in owner.path:
            owner.follow(onwards)
    if owner.path.endswith("/dokumen/"):
        owner.press("Lanjut: periksa jawaban")
