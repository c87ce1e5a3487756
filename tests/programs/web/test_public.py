"""The public pages of programmes: figures, the pre-check, its result, and instalments."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from programs.models import Edition
from tests.applications.web.pages import read, text_of

CHECK = "/program/kur-mikro/cek/"
FACTS = {
    "requested_amount": "40.000.000",
    "tenor_months": "24",
    "purpose": "working_capital",
    "previous_kur_count": "0",
    "credit_history": "-",
    "collateral_offered": "tidak",
    "is_civil_servant": "tidak",
    "borrower": "person",
    "sector_group": "manufacturing",
    "business_started_on": "2021-03-01",
    "annual_sales": "240.000.000",
    "has_nib_or_sku": "ya",
    "has_npwp": "tidak",
}

pytestmark = pytest.mark.django_db


def _result(client: Client, **changed: Any) -> str:
    response = client.post(CHECK, FACTS | changed)
    assert response.status_code == 302
    # Sales and amounts are personal: they never appear in a URL.
    assert response["Location"] == "/program/kur-mikro/cek/hasil/"
    return read(client, response["Location"])


def test_home_leads_a_visitor_to_the_pre_check_without_asking_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/")
    assert 'class="btn" href="/program/kur-mikro/cek/"' in response.content.decode()


def test_programmes_lead_to_their_pages(client: Client) -> None:
    assert 'href="/program/kur-mikro/"' in client.get("/program/").content.decode()


def test_scheme_page_shows_figures_with_basis_and_what_is_unverified(client: Client) -> None:
    page = read(client, "/program/kur-mikro/")
    assert "Pinjaman paling banyak Rp100.000.000" in page
    assert "6 % per tahun *" in page
    assert "36 bulan *" in page
    assert "Standar layanan dinas: 5 hari kerja" in page
    # What people look for comes before the rules, and those are sentences.
    places = ("6 % per tahun", "Dokumen persyaratan", "Lama pemeriksaan", "Ketentuan")
    assert [page.index(part) for part in places] == sorted(page.index(part) for part in places)
    assert "NPWP wajib bila pinjaman di atas Rp50.000.000. Permenko Perekonomian 1/2026" in page


def test_one_sentence_a_section_says_that_figures_are_unverified(client: Client) -> None:
    page = read(client, "/program/kur-mikro/")
    assert page.count("belum diverifikasi") == 2
    documents = page[page.index("Dokumen persyaratan") : page.index("Lama pemeriksaan")]
    assert "*" not in documents
    assert "verifikasi" not in documents


@pytest.mark.parametrize("path", ["/program/tidak-ada/", "/program/tidak-ada/cek/"])
def test_unknown_scheme_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pre_check_says_yes_with_the_instalment(client: Client) -> None:
    page = _result(client)
    assert "Memenuhi syarat untuk mengajukan (belum disetujui)" in page
    assert "Rp1.772.824 per bulan" in page


def test_pre_check_names_every_reason_with_figure_and_basis(client: Client) -> None:
    page = _result(client, requested_amount="120.000.000", annual_sales="5.000.000.000")
    assert "Belum memenuhi syarat" in page
    assert "Skema ini paling banyak Rp100.000.000, sedangkan Anda meminta Rp120.000.000." in page
    assert "Hasil penjualan setahun paling banyak Rp4.800.000.000." in page
    assert "memerlukan NPWP" in page
    assert page.count("(Permenko Perekonomian 1/2026)") == 3


def test_pre_check_asks_for_what_is_missing(client: Client) -> None:
    response = client.post(CHECK, {**FACTS, "annual_sales": ""}, follow=True)
    body = response.content.decode()
    assert "Tinggal sedikit lagi" in text_of(response)
    assert 'href="/program/kur-mikro/cek/#id_annual_sales"' in body


def test_unverified_rules_only_warn(client: Client) -> None:
    page = _result(client, is_civil_servant="ya")
    assert "Dapat diajukan dengan catatan" in page
    assert "(belum disetujui)" not in page
    assert "ASN), anggota TNI, dan Polri" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("requested_amount", "<script>"),
        ("requested_amount", "9" * 39),
        ("tenor_months", "-1"),
        ("purpose", "judi"),
        ("business_started_on", "32/13/2021"),
        ("has_npwp", "mungkin"),
    ],
)
def test_pre_check_keeps_hostile_input_at_its_field(client: Client, field: str, value: str) -> None:
    response = client.post(CHECK, FACTS | {field: value})
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert "Ada yang perlu diperbaiki" in text_of(response)
    assert b"<script>" not in response.content


def test_result_without_answers_goes_back_to_the_questions(client: Client) -> None:
    response = client.get("/program/kur-mikro/cek/hasil/")
    assert response["Location"] == CHECK


def test_instalment_table_is_an_annuity(client: Client) -> None:
    page = read(client, "/program/kur-mikro/angsuran/?jumlah=10000000&bulan=12")
    assert "Rp860.664 per bulan" in page
    assert "1 860.664 810.664 50.000 9.189.336" in page


@pytest.mark.parametrize("query", ["jumlah=x&bulan=12", "jumlah=1&bulan=9999", "bulan=0"])
def test_instalment_table_refuses_nonsense_with_a_message(client: Client, query: str) -> None:
    assert "Ada yang perlu diperbaiki" in read(client, f"/program/kur-mikro/angsuran/?{query}")


def test_earlier_credit_is_named_by_boxes_of_which_none_excludes_the_others(
    client: Client,
) -> None:
    several = client.post(CHECK, FACTS | {"credit_history": ["mortgage", "commercial_repaid"]})
    page = read(client, several["Location"])
    assert "Dapat diajukan dengan catatan" in page
    assert "walaupun sudah lunas" in page
    both = client.post(CHECK, FACTS | {"credit_history": ["mortgage", "-"]})
    assert list(both.context["form"].errors) == ["credit_history"]
    assert 'data-none=""' in both.content.decode()


def test_no_instalment_beyond_the_tenor_of_the_rule(client: Client) -> None:
    page = _result(client, tenor_months="48")
    assert "jangka waktunya melebihi ketentuan" in page
    assert "per bulan" not in page
    table = read(client, "/program/kur-mikro/angsuran/?jumlah=10000000&bulan=61")
    assert "jangka waktunya melebihi ketentuan" in table


def test_a_missing_rate_says_why(client: Client) -> None:
    table = read(client, "/program/kur-super-mikro/angsuran/?jumlah=5000000&bulan=12")
    assert "bunganya belum kami ketahui" in table


def test_the_day_of_the_agreement_decides_and_both_rates_are_shown(client: Client) -> None:
    now = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    rules = list(now.rules.all())
    Edition.objects.filter(pk=now.pk).update(valid_to=date(2026, 12, 31))
    now.pk, now.code, now.valid_from = None, "2027", date(2027, 1, 1)
    now.save(force_insert=True)
    for rule in rules:
        rule.pk, rule.edition = None, now
        rule.value = "0.07" if rule.key == "annual_rate" else rule.value
        rule.save(force_insert=True)
    with time_machine.travel("2026-11-23T05:00:00Z", tick=False):
        page = _result(client)
    assert "bunga efektif 6 % per tahun" in page
    assert "untuk akad sejak Jumat, 1 Januari 2027, bunganya 7 % per tahun" in page


def test_an_empty_check_says_what_is_needed(client: Client) -> None:
    response = client.post(CHECK, {})
    assert response.status_code == 400
    assert "Jawab paling sedikit satu pertanyaan" in text_of(response)
