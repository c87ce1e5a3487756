"""Six people come to the portal, each with their own way in, and send what they came for.

The owner with a phone also walks in `test_effort.py`, where the way is counted. Widths and scripts
take turns, so that each combination is walked.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.models import Application
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from tests.factories.accounts import PASSWORD, HelperFactory
from tests.factories.enterprises import MemberFactory, invented_nib, invented_nik
from tests.factories.programs import cast_of
from tests.flows.applicant import TEXT, Applicant
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NIK = invented_nik(777, birth="170885")


def register(person: Applicant, **values: str) -> None:
    """Fill in what the form of a new enterprise asks and does not know yet."""
    common = {"nik": NIK, "address": "Jalan Kenanga 5, Wonokromo", "owner_capital": "5000000"}
    person.fill(**{**common, **values})
    person.page.select_option("main [name=regency]", "35.78")
    person.page.select_option("main [name=sector]", "handicraft")


def register_with_nib(person: Applicant, name: str) -> None:
    """Register an enterprise of a sole proprietor on the form that is open."""
    register(
        person,
        name=name,
        nib=invented_nib(777),
        kbli="16291",
        founded_on="2019-08-17",
        annual_sales="240000000",
        workers="3",
    )
    person.pick(legal_form="perorangan", kbli_version="2020")
    person.press("Daftarkan usaha")
    assert "Usaha mikro" in person.text()


def is_sent(person: Applicant, here: str) -> None:
    assert Application.objects.get(pk=here.split("/")[2]).state == "submitted"
    person.follow(person.page.locator("main .actions a.btn").first)
    assert "Giliran" in person.text()
    assert person.faults == []


@pytest.mark.exhaustive
def test_owner_with_email_loses_the_network(browser: Browser, live_server: Any) -> None:
    owner = Applicant(browser, live_server.url, desktop=True)
    owner.sign_up_by_email("Siti Aminah", "siti@umkm.example")
    owner.open("/usaha/daftar/")
    register_with_nib(owner, "Anyaman Siti")
    here = owner.start("pendampingan-plut")
    owner.follow(owner.page.locator("main a.whole").first)
    owner.page.context.set_offline(True)
    owner.answer_page()
    owner.page.get_by_role("button", name="Simpan dan lanjutkan").click()
    assert "belum terkirim" in owner.page.locator("[data-offline-strip]").inner_text()
    assert owner.page.input_value("main [name=problem]") == TEXT
    owner.page.context.set_offline(False)
    owner.page.get_by_text("Tersimpan ", exact=False).first.wait_for()
    owner.press("Simpan dan lanjutkan")
    owner.bring_documents(here)
    owner.send(here)
    assert Application.objects.get().answers["problem"] == TEXT
    is_sent(owner, here)


@pytest.mark.exhaustive
def test_owner_without_a_phone_and_without_scripts(browser: Browser, live_server: Any) -> None:
    owner = Applicant(browser, live_server.url, javascript=False, desktop=True)
    owner.sign_up_by_email("Budi Santoso", "budi@umkm.example")
    owner.open("/usaha/daftar/")
    register_with_nib(owner, "Anyaman Siti")
    here = owner.start("pelatihan-ekspor")
    # Without scripts nothing is promised about keeping it on the phone.
    assert "Simpan di HP ini" not in owner.text()
    owner.answer_all(here)
    owner.bring_documents(here)
    owner.send(here)
    is_sent(owner, here)


def test_a_candidate_without_a_nib(browser: Browser, live_server: Any) -> None:
    person = Applicant(browser, live_server.url, javascript=False)
    person.open("/usaha/daftar/")
    person.sign_up_by_phone("Dewi Lestari", "0812 3456 7890")
    person.press("Belum punya keduanya")
    register(person, name="Dewi Kue Kering", kbli="10710")
    person.press("Daftarkan usaha")
    assert Enterprise.objects.get().candidate
    assert "calon pelaku usaha" in person.text()
    person.press("Lihat program yang cocok")
    assert "Pendampingan PLUT" in person.text()
    here = person.start("pendampingan-plut")
    person.answer_all(here)
    person.bring_documents(here)
    enterprise = Enterprise.objects.get().pk
    pages = ("/usaha/daftar/?punya=belum", f"/usaha/{enterprise}/", f"/usaha/{enterprise}/cocok/")
    person.faults += seen_with_scripts(browser, person, *pages, f"{here}isi/need/")
    person.send(here)
    # She gave no email.
    assert "dikirim lewat email" not in person.text()
    is_sent(person, here)


def seen_with_scripts(browser: Browser, person: Applicant, *paths: str) -> list[str]:
    """Return what axe finds on pages of a person whose browser runs no scripts, and so no axe."""
    eye = Visitor(browser, person.base)
    eye.page.context.add_cookies(person.page.context.cookies())  # type: ignore[arg-type]
    return eye.look(*paths) + eye.faults


@pytest.mark.exhaustive
def test_in_a_cooperative_only_the_chair_sends(browser: Browser, live_server: Any) -> None:
    cast = cast_of(legal_form=LegalForm.COOPERATIVE, name="Koperasi Anyaman Sumber Rejeki")
    treasurer = MemberFactory(enterprise=cast.enterprise).user
    prepares = Applicant(browser, live_server.url, desktop=True)
    prepares.sign_in(str(treasurer.email), PASSWORD)
    here = prepares.start("pelatihan-ekspor")
    prepares.answer_all(here)
    prepares.bring_documents(here)
    sentence = f"Hanya ketua usaha ini yang dapat mengirim: {cast.owner.get_full_name()}."
    assert sentence in prepares.text()
    assert prepares.page.locator("main [name=declaration]").count() == 0
    chair = Applicant(browser, live_server.url, desktop=True)
    chair.sign_in(str(cast.owner.email), PASSWORD)
    chair.open(f"{here}periksa/")
    chair.send(here)
    is_sent(chair, here)
    assert prepares.faults == []


@pytest.mark.exhaustive
def test_a_helper_applies_for_an_owner(browser: Browser, live_server: Any) -> None:
    helper = Applicant(browser, live_server.url)
    helper.sign_in(str(HelperFactory().email), PASSWORD)
    helper.open("/usaha/daftar/")
    helper.tick("consent")
    register_with_nib(helper, "Anyaman Bu Siti")
    here = helper.start("pendampingan-plut")
    helper.answer_all(here)
    helper.bring_documents(here)
    helper.send(here)
    is_sent(helper, here)
