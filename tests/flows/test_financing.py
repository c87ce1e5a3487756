"""The main job, end to end, as people do it: in a browser, with JavaScript and without."""

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.enterprises import invented_nib, invented_nik
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWNER = "siti@umkm.example"
OWNER_PASSWORD = "anyaman-bambu-42"


@pytest.mark.parametrize(
    "javascript",
    [True, pytest.param(False, marks=pytest.mark.exhaustive)],
    ids=["javascript", "plain"],
)
def test_from_the_question_to_the_bank(
    browser: Browser, live_server: Any, javascript: bool
) -> None:
    officials = {
        role: OfficialFactory(role=role, regency="35.78")
        for role in (Role.VERIFIER, Role.ANALYST, Role.DECIDER)
    }
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    owner = Visitor(browser, live_server.url, javascript=javascript)
    _ask_before_signing_in(owner)
    _sign_up(owner)
    _register(owner)
    number = _apply(owner)
    browsers = {
        role: _signed_in_official(browser, live_server.url, person, javascript)
        for role, person in officials.items()
    }
    _ask_for_a_correction(browsers[Role.VERIFIER], number)
    _correct(owner, number)
    _decide(browsers, number)
    _read_the_outcome(owner, number)
    _report(_signed_in_official(browser, live_server.url, staff, javascript), number)
    everyone = [owner, *browsers.values()]
    assert [fault for person in everyone for fault in person.faults] == []


def _ask_before_signing_in(owner: Visitor) -> None:
    owner.open("/")
    owner.press("Cek kelayakan KUR")
    owner.fill(requested_amount="60.000.000", tenor_months="24", annual_sales="600.000.000")
    owner.pick(purpose="working_capital", borrower="person", has_npwp="tidak")
    owner.press("Lihat hasilnya")
    said = owner.text()
    assert "Pinjaman di atas Rp50.000.000 memerlukan NPWP" in said
    assert "Permenko Perekonomian 1/2026" in said


def _sign_up(owner: Visitor) -> None:
    owner.open("/daftar/")
    owner.fill(name="Siti Aminah", email=OWNER, password1=OWNER_PASSWORD)
    owner.page.check("main input[type=checkbox]")
    owner.press("Buat akun")
    assert User.objects.get(email=OWNER).consents.count() == 1
    owner.letter("email")
    owner.follow(owner.page.locator("main a[href*='konfirmasi-surel']").first)
    owner.press("Ya, ini email saya")


def _register(owner: Visitor) -> None:
    owner.open("/usaha/daftar/")
    owner.fill(
        name="Anyaman Siti",
        nib=invented_nib(777),
        nik=invented_nik(777, birth="170885"),
        npwp="131752941565000",
        phone="081234567890",
        address="Jalan Kenanga 5, Wonokromo",
        kbli="16291",
        founded_on="2019-08-17",
        owner_capital="60000000",
        annual_sales="600000000",
        workers="3",
    )
    owner.pick(legal_form="perorangan", kbli_version="2020")
    owner.page.select_option("main [name=regency]", "35.78")
    owner.page.select_option("main [name=sector]", "handicraft")
    owner.press("Daftarkan usaha")
    said = owner.text()
    assert "Usaha mikro" in said
    assert "PP 7/2021" in said
    assert invented_nik(777, birth="170885") not in owner.page.content()


def _apply(owner: Visitor) -> str:
    owner.open("/pengajuan/baru/kur-mikro/")
    if owner.page.locator("main [name=enterprise]").count():
        owner.page.locator("main [name=enterprise]").first.check()
    owner.press("Mulai pengajuan")
    application = Application.objects.get()
    here = f"/pengajuan/{application.pk}/"
    assert owner.path.startswith(here)
    owner.open(f"{here}isi/loan/")
    owner.fill(requested_amount="40.000.000", tenor_months="24")
    owner.pick(purpose="working_capital")
    _save(owner)
    owner.open(f"{here}isi/credit/")
    owner.fill(previous_kur_count="0")
    owner.pick(credit_history="-")
    _save(owner)
    owner.open(f"{here}isi/situation/")
    owner.pick(collateral_offered="tidak", is_civil_servant="tidak")
    _save(owner)
    for paper in ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note"):
        owner.open(f"{here}dokumen/{paper}/")
        owner.upload(paper)
        owner.press("Unggah")
        assert f"{paper}.jpg" in owner.text()
    owner.open(f"{here}angsuran/")
    assert "1.772.824" in owner.text()
    owner.open(f"{here}periksa/")
    assert "Rp40.000.000" in owner.text()
    owner.press("Kirim pengajuan")
    assert "pernyataan" in owner.text().lower()
    for box in owner.page.locator("main input[type=checkbox]").all():
        box.check()
    owner.press("Kirim pengajuan")
    assert owner.path == f"{here}tanda-terima/"
    assert application.number in owner.text()
    application.refresh_from_db()
    assert application.state == "submitted"
    return application.number


def _save(owner: Visitor) -> None:
    owner.follow(owner.page.locator("main form button[type=submit]").first)


def _signed_in_official(browser: Browser, base: str, person: User, javascript: bool) -> Visitor:
    official = Visitor(browser, base, javascript=javascript, desktop=True)
    official.sign_in(str(person.email), PASSWORD)
    assert official.path == "/admin/"
    return official


def _open_file(official: Visitor, number: str) -> None:
    official.open("/admin/")
    official.press(number)


def _act(official: Visitor, number: str, action: str, reason: str = "") -> None:
    _open_file(official, number)
    if reason:
        _give_reason(official, action, reason)
    else:
        official.follow(official.page.locator(f"#form-{action} button"))


def _give_reason(official: Visitor, action: str, reason: str) -> None:
    fold = official.page.locator(f"details:has(#form-{action})")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    form = official.page.locator(f"#form-{action}")
    if action == "recommend":
        # With scripts the ready reason of one direction goes when another is chosen.
        form.get_by_label("Belum layak", exact=True).check()
        form.get_by_role("button", name="Belum layak: dokumen").click()
        assert "dokumen tidak mendukung" in form.locator("textarea").input_value()
        form.get_by_label("Layak", exact=True).check()
        assert (form.locator("textarea").input_value() == "") is official.javascript
    form.locator("textarea").fill(reason)
    official.follow(form.locator("button:not([name=pick])"))


def _ask_for_a_correction(verifier: Visitor, number: str) -> None:
    _act(verifier, number, "start_review")
    _open_file(verifier, number)
    verifier.page.check("input[name=fields][value='documents.ktp']")
    _give_reason(verifier, "request_revision", "Foto KTP kabur. Unggah ulang.")
    assert Application.objects.get(number=number).state == "revision_requested"


def _correct(owner: Visitor, number: str) -> None:
    application = Application.objects.get(number=number)
    here = f"/pengajuan/{application.pk}/"
    owner.letter(number)
    assert "Foto KTP kabur" in owner.text()
    owner.open(here)
    assert "Foto KTP kabur" in owner.text()
    owner.open(f"{here}dokumen/ktp/")
    owner.upload("ktp-terang")
    owner.press("Ganti")
    owner.open(f"{here}periksa/")
    for box in owner.page.locator("main input[type=checkbox]").all():
        box.check()
    owner.press("Kirim perbaikan")
    assert Application.objects.get(number=number).state == "in_review"


def _decide(officials: dict[Role, Visitor], number: str) -> None:
    _act(officials[Role.VERIFIER], number, "pass_stage")
    _act(officials[Role.VERIFIER], number, "pass_stage")
    _act(officials[Role.ANALYST], number, "recommend", "Usaha berjalan, kebutuhan wajar.")
    _act(officials[Role.DECIDER], number, "approve", "Memenuhi ketentuan KUR Mikro.")
    assert Application.objects.get(number=number).state == "approved"


def _read_the_outcome(owner: Visitor, number: str) -> None:
    application = Application.objects.get(number=number)
    owner.open(f"/pengajuan/{application.pk}/")
    said = owner.text()
    assert "Siap dibawa ke bank" in said
    assert "Memenuhi ketentuan KUR Mikro." in said
    assert "disetujui" not in said.lower()
    owner.letter("Siap dibawa ke bank")


def _report(staff: Visitor, number: str) -> None:
    staff.open("/admin/laporan/")
    with staff.page.expect_download() as download:
        staff.page.get_by_role("link", name="Unduh CSV").click()
    path = Path(download.value.path())
    with path.open(encoding="utf-8", newline="") as source:
        assert [row["Nomor"] for row in csv.DictReader(source)] == [number]
