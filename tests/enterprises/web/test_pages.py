"""The pages under /usaha/."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from enterprises.models import Claim, Enterprise, Member
from enterprises.services import tries
from tests.factories.accounts import HelperFactory, UserFactory
from tests.factories.enterprises import (
    ClaimFactory,
    DocumentVersionFactory,
    EnterpriseFactory,
    invented_nik,
    owned_enterprise,
    typed_enterprise,
)
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db
OTHER_NIK = invented_nik(7000)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("path", ["", "daftar/", "klaim/", "1/", "1/ubah/"])
def test_visitors_are_sent_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(f"/usaha/{path}")
    assert (answer.status_code, answer["Location"]) == (302, f"/masuk/?next=/usaha/{path}")


def test_an_empty_list_offers_registration(client: Client) -> None:
    page = text(signed_in(client, UserFactory()).get("/usaha/"))
    assert "Belum ada usaha" in page
    assert 'href="/usaha/daftar/"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    owner = UserFactory()
    for _row in range(count):
        owned_enterprise(owner)
        ClaimFactory(user=owner)
    signed_in(client, owner)
    with django_assert_num_queries(6):
        page = text(client.get("/usaha/"))
    assert page.count('<a class="whole"') == count
    assert page.count("Giliran dinas") == count


def test_the_list_hides_the_number_of_a_claimed_enterprise(client: Client) -> None:
    claim = ClaimFactory(user=UserFactory())
    page = text(signed_in(client, claim.user).get("/usaha/"))
    assert claim.enterprise.nib not in page
    assert f"•{claim.enterprise.nib[-4:]}" in page


def test_the_list_is_paged(client: Client) -> None:
    owner = UserFactory()
    for _row in range(21):
        owned_enterprise(owner)
    signed_in(client, owner)
    first = client.get("/usaha/")
    second = client.get(f"/usaha/{first.context['next_url']}")
    assert (len(first.context["enterprises"]), len(second.context["enterprises"])) == (20, 1)
    assert client.get("/usaha/?hal=x").status_code == 302


@time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False)
def test_registering_shows_both_classes_with_their_articles(client: Client) -> None:
    owner = UserFactory()
    answer = signed_in(client, owner).post("/usaha/daftar/", typed_enterprise(), follow=True)
    created = Enterprise.objects.get()
    assert answer.redirect_chain == [(f"/usaha/{created.pk}/", 302)]
    page = text(answer)
    assert "Usaha mikro" in page
    assert "PP 7/2021 Pasal 35 ayat (3) huruf a" in page
    assert "PP 7/2021 Pasal 35 ayat (5) huruf a" in page
    assert "••••••••••••0501" in page
    assert invented_nik(500) not in page
    assert "131752941565000" not in page
    assert f'href="/usaha/{created.pk}/cocok/"' in page


def test_an_invalid_form_shows_the_input_again_and_names_every_field(client: Client) -> None:
    typed = typed_enterprise(name="Batik <b>Ayu</b>", nib="12", annual_sales="banyak")
    page = text(signed_in(client, UserFactory()).post("/usaha/daftar/", typed))
    assert 'class="errors" role="alert"' in page
    assert '<a href="#id_nib">NIB</a>' in page
    assert '<a href="#id_annual_sales">Hasil penjualan tahunan</a>' in page
    assert 'value="Batik &lt;b&gt;Ayu&lt;/b&gt;"' in page
    assert 'value="banyak"' in page
    assert Enterprise.objects.count() == 0


def test_an_empty_form_and_nonsense_are_answered(client: Client) -> None:
    signed_in(client, UserFactory())
    assert client.post("/usaha/daftar/", {}).status_code == 400
    nonsense = dict.fromkeys(typed_enterprise(), "\x00'\"<x>")
    assert client.post("/usaha/daftar/", nonsense).status_code == 400


def test_unknown_kbli_is_saved_with_a_warning(client: Client) -> None:
    signed_in(client, UserFactory())
    page = text(client.post("/usaha/daftar/", typed_enterprise(kbli="99999"), follow=True))
    assert "Kode KBLI ini tidak ada dalam daftar kami, yang belum lengkap." in page
    assert Enterprise.objects.get().kbli == "99999"


def test_an_imported_nib_is_offered_as_a_claim_and_the_nik_decides_it(client: Client) -> None:
    owner, imported = UserFactory(), EnterpriseFactory(name="Rahasia Dinas")
    signed_in(client, owner)
    typed = typed_enterprise(nib=imported.nib, nik=imported.nik)
    offered = client.post("/usaha/daftar/", typed)
    page = text(offered)
    assert offered.status_code == 409
    assert "Nomor ini sudah terdaftar" in page
    assert 'action="/usaha/klaim/"' in page
    assert "Rahasia Dinas" not in page
    sent = {"nib": imported.nib, "nik": imported.nik}
    answer = client.post("/usaha/klaim/", sent, follow=True)
    assert answer.redirect_chain == [(f"/usaha/{imported.pk}/", 302)]
    assert Member.objects.get().user == owner


def test_another_nik_waits_for_the_office(client: Client) -> None:
    imported = EnterpriseFactory()
    signed_in(client, UserFactory())
    sent = {"nib": imported.nib, "nik": OTHER_NIK}
    page = text(client.post("/usaha/klaim/", sent, follow=True))
    assert "klaim Anda diperiksa dinas" in page
    assert "Giliran dinas" in page
    assert imported.name not in page
    again = text(client.post("/usaha/klaim/", sent))
    assert "sedang diperiksa dinas" in again
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "nik"),
        ({"nib": "12", "nik": OTHER_NIK}, "nib"),
        ({"nib": "9" * 13, "nik": OTHER_NIK}, "nib"),
        ({"nib": "", "nik": OTHER_NIK}, "nik"),
    ],
)
def test_an_impossible_claim_is_explained(client: Client, sent: dict[str, str], field: str) -> None:
    page = text(signed_in(client, UserFactory()).post("/usaha/klaim/", sent))
    assert f'<a href="#id_{field}">{field.upper()}</a>' in page


def test_a_taken_nib_and_a_second_click(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    typed = typed_enterprise(nib=enterprise.nib)
    answer = signed_in(Client(), UserFactory()).post("/usaha/daftar/", typed)
    page = text(answer)
    assert answer.status_code == 409
    assert 'action="/usaha/klaim/"' in page
    assert enterprise.name not in page
    assert owner.name not in page
    answer = signed_in(client, owner).post("/usaha/daftar/", typed)
    assert answer["Location"] == f"/usaha/{enterprise.pk}/"


def test_a_taken_nik_is_offered_as_a_claim_without_the_nib_of_the_other(client: Client) -> None:
    _holder, enterprise = owned_enterprise()
    signed_in(client, UserFactory())
    offered = client.post("/usaha/daftar/", typed_enterprise(nik=enterprise.nik))
    assert offered.status_code == 409
    form = offered.context["form"]
    assert (form["nib"].value(), form["nik"].value()) == ("", enterprise.nik)
    assert str(enterprise.nib) not in text(offered)
    sent = {"nib": "", "nik": enterprise.nik}
    assert "klaim Anda diperiksa dinas" in text(client.post("/usaha/klaim/", sent, follow=True))
    assert Claim.objects.get().enterprise == enterprise


def test_too_many_tries_are_told_with_the_typed_text_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "OWNER_TRIES", 3)
    _holder, enterprise = owned_enterprise()
    signed_in(client, UserFactory())
    typed = typed_enterprise(nib=enterprise.nib)
    assert {client.post("/usaha/daftar/", typed).status_code for _turn in range(3)} == {409}
    refused = client.post("/usaha/daftar/", typed)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "3 kali mendaftarkan usaha" in text(refused)
    assert typed["address"] in text(refused)
    claims = {client.post("/usaha/klaim/", {"nik": OTHER_NIK}).status_code for _turn in range(3)}
    assert claims == {400}
    assert client.post("/usaha/klaim/", {"nik": OTHER_NIK}).status_code == 429


def test_a_helper_needs_the_owners_consent(client: Client) -> None:
    signed_in(client, HelperFactory())
    page = text(client.post("/usaha/daftar/", typed_enterprise()))
    assert "Centang bila pemilik usaha sudah setuju." in page
    client.post("/usaha/daftar/", typed_enterprise(consent="on"))
    member = Member.objects.get()
    assert (member.role, member.consent is not None) == ("helper", True)


def test_a_helper_asks_with_the_numbers_of_the_owner_and_never_as_a_successor(
    client: Client,
) -> None:
    page = text(signed_in(client, HelperFactory()).get("/usaha/klaim/"))
    assert "16 angka pada KTP pemilik usaha, bukan KTP Anda." in page
    assert "Minta mendampingi usaha" in page
    for never in ("ahli waris", "menjadi milik akun Anda", 'name="evidence"'):
        assert never not in page
    page = text(signed_in(client, UserFactory()).get("/usaha/klaim/"))
    assert "16 angka pada KTP Anda" in page
    assert 'name="evidence"' in page


def test_the_profile_belongs_to_its_people(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    DocumentVersionFactory(enterprise=enterprise, filename="ktp-saya.jpg")
    page = text(signed_in(client, owner).get(f"/usaha/{enterprise.pk}/"))
    assert "ktp-saya.jpg" in page
    assert enterprise.nik not in page
    signed_in(client, UserFactory())
    for path in ("", "ubah/"):
        assert client.get(f"/usaha/{enterprise.pk}/{path}").status_code == 404
    assert client.get("/usaha/999999999999999999/").status_code == 404
    assert client.get("/usaha/9999999999999999999/").status_code == 404


def test_editing_does_not_change_or_show_identity_numbers(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    signed_in(client, owner)
    page = text(client.get(f"/usaha/{enterprise.pk}/ubah/"))
    assert 'value="60.000.000"' in page
    assert 'value="2019-08-17"' in page
    assert enterprise.nik not in page
    assert "131752941565000" not in page
    typed = typed_enterprise(name="Nama Baru", npwp="", nib="1", nik="2", legal_form="cv")
    answer = send_as_shown(client, f"/usaha/{enterprise.pk}/ubah/", typed)
    assert answer["Location"] == f"/usaha/{enterprise.pk}/"
    changed = Enterprise.objects.get(pk=enterprise.pk)
    assert (changed.name, changed.nib, changed.nik, changed.npwp, changed.legal_form) == (
        "Nama Baru",
        enterprise.nib,
        enterprise.nik,
        "131752941565000",
        "perorangan",
    )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", ["", "daftar/", "klaim/", "{pk}/", "{pk}/ubah/"])
def test_pages_hold_no_inline_code(client: Client, path: str, language: str) -> None:
    owner, enterprise = owned_enterprise()
    signed_in(client, owner)
    address = f"/usaha/{path.format(pk=enterprise.pk)}"
    answer = client.get(address, headers={"accept-language": language})
    page = text(answer)
    assert answer.status_code == 200
    for forbidden in ("<style", " style=", " onclick=", "<script>"):
        assert forbidden not in page


def test_registration_asks_what_one_has(client: Client) -> None:
    signed_in(client, UserFactory())
    page = text(client.get("/usaha/daftar/"))
    assert "Apa yang Anda punya?" in page
    assert 'href="?punya=sku"' in page
    assert 'href="?punya=belum"' in page
    assert 'name="nib"' in page
    letter = text(client.get("/usaha/daftar/?punya=sku"))
    assert 'name="sku_number"' in letter
    assert 'name="nib"' not in letter
    none = text(client.get("/usaha/daftar/?punya=belum"))
    assert not any(f'name="{name}"' in none for name in ("nib", "sku_number", "annual_sales"))
    assert client.get("/usaha/daftar/?punya=x").status_code == 200


def test_a_candidate_is_registered_sees_words_for_what_lacks_and_adds_the_nib(
    client: Client,
) -> None:
    owner = UserFactory()
    signed_in(client, owner)
    typed = typed_enterprise()
    short = {name: typed[name] for name in typed if name not in ("nib", "legal_form")}
    page = text(client.post("/usaha/daftar/?punya=belum", short, follow=True))
    created = Enterprise.objects.get()
    assert created.candidate
    assert created.annual_sales is None
    assert "Terdaftar sebagai calon pelaku usaha, belum ada NIB." in page
    assert "None" not in page
    # One wording for what is lacking: a value alone in its row begins as a value does.
    assert "Belum dapat ditentukan" in page
    assert "hasil penjualan setahun belum ada" in page
    assert not re.search(r"<dd>\s*(<span[^>]*>)?(belum|tidak)", page)
    assert "belum diketahui" not in page
    assert "Calon pelaku usaha (belum ada NIB)" in text(client.get("/usaha/"))
    address = f"/usaha/{created.pk}/ubah/"
    wrong = text(send_as_shown(client, address, {**typed, "annual_sales": ""}))
    assert '<a href="#id_annual_sales">' in wrong
    saved = send_as_shown(client, address, typed)
    assert saved.status_code == 302, text(saved)
    created.refresh_from_db()
    assert (created.nib, created.candidate, created.workers) == (typed["nib"], False, 3)
    assert 'name="nib"' not in text(client.get(address))


def test_a_nib_of_another_is_refused_beside_its_field(client: Client) -> None:
    owner, own = owned_enterprise(nib=None, sku_number="470/12/2026")
    taken = EnterpriseFactory().nib
    signed_in(client, owner)
    typed = typed_enterprise(nib=taken, sku_number="470/12/2026")
    answer = send_as_shown(client, f"/usaha/{own.pk}/ubah/", typed)
    assert answer.status_code == 409
    assert '<a href="#id_nib">' in text(answer)


def test_who_registers_again_with_a_nib_is_led_to_the_own_row(client: Client) -> None:
    typed = typed_enterprise()
    owner, own = owned_enterprise(nib=None, candidate=True, nik=typed["nik"])
    answer = signed_in(client, owner).post("/usaha/daftar/", typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/usaha/{own.pk}/")


def test_one_who_has_a_business_reads_at_once_that_one_nik_is_one_business(client: Client) -> None:
    owner, enterprise = owned_enterprise(legal_form="perorangan", name="Batik <b>Sri</b>")
    page = text(signed_in(client, owner).get("/usaha/daftar/?punya=belum"))
    assert "Satu NIK hanya untuk satu usaha perorangan" in page
    assert f'href="/usaha/{enterprise.pk}/"' in page
    assert "<b>Sri</b>" not in page
    other = text(signed_in(client, UserFactory()).get("/usaha/daftar/?punya=belum"))
    assert "Satu NIK hanya" not in other


@pytest.mark.parametrize("has_nib", [False, True])
def test_a_taken_nik_is_said_before_the_rest_of_the_form_is_right(
    client: Client, has_nib: bool
) -> None:
    more: dict[str, Any] = {} if has_nib else {"nib": None, "sku_number": "470/1/2026"}
    owner, enterprise = owned_enterprise(legal_form="perorangan", nik=OTHER_NIK, **more)
    begun = {"nik": OTHER_NIK, "name": "Usaha kedua"}
    signed_in(client, owner)
    answer = client.post("/usaha/daftar/?punya=belum", begun)
    assert (answer.status_code, answer["Location"]) == (302, f"/usaha/{enterprise.pk}/")
    signed_in(client, UserFactory())
    answer = client.post("/usaha/daftar/?punya=belum&lanjut=/program/", begun)
    assert answer.status_code == 409
    assert 'action="/usaha/klaim/?lanjut=/program/"' in text(answer)
    assert enterprise.name not in text(answer)


def test_tries_of_different_nik_are_counted_and_one_sent_again_is_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "OWNER_TRIES", 1)
    signed_in(client, UserFactory())
    for _again in range(3):
        answer = client.post("/usaha/daftar/?punya=belum", {"nik": invented_nik(7001)})
        assert answer.status_code == 400
    answer = client.post("/usaha/daftar/?punya=belum", {"nik": invented_nik(7002)})
    assert answer.status_code == 429


def test_a_claim_leads_back_to_where_somebody_came_from(client: Client) -> None:
    enterprise = EnterpriseFactory()
    signed_in(client, UserFactory())
    page = text(client.get("/usaha/klaim/?lanjut=/program/kur-mikro/"))
    assert 'action="/usaha/klaim/?lanjut=/program/kur-mikro/"' in page
    sent = {"nib": enterprise.nib, "nik": enterprise.nik, "basis": "numbers"}
    for where in ("https://jahat.example/", "//jahat.example/"):
        offered = text(client.get(f"/usaha/klaim/?lanjut={where}"))
        assert 'action="/usaha/klaim/"' in offered
    answer = client.post("/usaha/klaim/?lanjut=/program/kur-mikro/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/program/kur-mikro/")
