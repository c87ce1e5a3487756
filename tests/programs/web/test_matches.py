"""What an enterprise may qualify for, all at once."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.services.drafts import create_draft
from common.dates import clock
from enterprises.models import Member
from programs.models import Edition, Scheme
from programs.selectors.matches import matches
from programs.services.scheme_files import read_schemes
from tests.applications.admin.backoffice import BACKEND, text_of
from tests.clients import web_client
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


def codes(ranked: Any) -> list[str]:
    return [match.edition.scheme.code for match in ranked]


def test_every_open_scheme_once_and_what_is_barred_last() -> None:
    found = matches(EnterpriseFactory(annual_sales=20_000_000_000))
    assert sorted(codes(found)) == sorted(Scheme.objects.values_list("code", flat=True))
    barred = [match.is_barred for match in found]
    assert barred == sorted(barred)
    assert {"kur-mikro", "kur-kecil", "merek-umk", "lpdb-syariah"} <= set(
        codes(match for match in found if match.is_barred)
    )


def test_a_small_workshop_sees_what_is_missing_never_assumed() -> None:
    found = {match.edition.scheme.code: match.verdict for match in matches(EnterpriseFactory())}
    assert found["kur-mikro"].missing == ("requested_amount",)
    assert found["kur-mikro"].eligible is None
    assert found["pendampingan-plut"].eligible is True


def test_cooperatives_find_lpdb() -> None:
    found = {m.edition.scheme.code: m for m in matches(EnterpriseFactory(legal_form="koperasi"))}
    assert not found["lpdb-konvensional"].is_barred
    assert found["kur-mikro"].is_barred


def test_queries_do_not_grow_with_schemes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    enterprise = EnterpriseFactory()
    with django_assert_num_queries(6):
        assert len(matches(enterprise)) == len(read_schemes())
    Scheme.objects.exclude(code="kur-mikro").update(is_open=False)
    with django_assert_num_queries(6):
        assert len(matches(enterprise)) == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_shows_reasons_and_questions(language: str) -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory(annual_sales=4_800_000_001)
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    client = Client(headers={"accept-language": language})
    client.force_login(owner, backend=BACKEND)
    client.cookies["django_language"] = language
    page = text_of(client.get(f"/usaha/{enterprise.pk}/cocok/"))
    assert "Rp4.800.000.000" in page
    assert "LPDB" in page


def test_the_page_stands_under_what_each_programme_comes_to() -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory(annual_sales=4_800_000_001)
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    client = Client()
    client.force_login(owner, backend=BACKEND)
    page = text_of(client.get(f"/usaha/{enterprise.pk}/cocok/"))
    headings = (
        "Memenuhi syarat untuk mengajukan (belum disetujui)",
        "Belum dapat dinilai",
        "Belum memenuhi syarat",
    )
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)
    assert places[0] < page.index("PLUT") < places[1]
    assert places[2] < page.index("KUR Mikro", places[2])


def test_a_programme_without_a_call_is_not_offered() -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory()
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    client = Client()
    client.force_login(owner, backend=BACKEND)
    Edition.objects.filter(scheme__code="pameran-inacraft").update(opens_on=None)
    answer = client.get(f"/usaha/{enterprise.pk}/cocok/")
    assert "panggilan berikutnya belum diumumkan" in text_of(answer)
    assert "/pengajuan/baru/pendampingan-plut/" in answer.content.decode()
    assert "/pengajuan/baru/pameran-inacraft/" not in answer.content.decode()


def test_what_is_needed_and_what_is_made_for_the_sector_stand_first() -> None:
    enterprise = EnterpriseFactory(sector="agribusiness")
    found = [m for m in matches(enterprise, need="permit") if not m.is_barred]
    kinds = [m.edition.scheme.kind for m in found]
    assert kinds[: kinds.count("permit")] == ["permit"] * kinds.count("permit")
    permits = [m for m in found if m.edition.scheme.kind == "permit"]
    fitting = [m.is_for_sector for m in permits]
    assert fitting == sorted(fitting, reverse=True)
    furniture = {m.edition.scheme.code: m for m in matches(EnterpriseFactory())}
    assert not furniture["spp-irt"].is_for_sector


def test_answers_of_a_check_count_and_lead_to_the_scheme_that_fits() -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory()
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    client = web_client(owner)
    sent = {"requested_amount": "5.000.000", "annual_sales": "1"}
    result = client.post("/program/kur-mikro/cek/", sent, follow=True).content.decode()
    assert 'Yang sesuai: <a class="link" href="/program/kur-super-mikro/"' in result
    page = client.get(f"/usaha/{enterprise.pk}/cocok/").content.decode()
    assert "Jawaban cek kelayakan yang Anda berikan" in page
    assert 'Yang sesuai: <a class="link" href="/program/kur-super-mikro/"' in page
    assert "Program ini hanya untuk koperasi." in page
    owner.is_helper = True
    owner.save()
    other = web_client(owner)
    other.post("/program/kur-mikro/cek/", sent)
    assert (
        "Jawaban cek kelayakan" not in other.get(f"/usaha/{enterprise.pk}/cocok/").content.decode()
    )


@pytest.mark.parametrize(
    ("form", "amount", "scheme", "fits"),
    [
        ("perorangan", 150_000_000, "kur-mikro", "kur-kecil"),
        ("perorangan", 40_000_000, "kur-kecil", "kur-mikro"),
        ("perorangan", 5_000_000, "lpdb-konvensional", "kur-super-mikro"),
        ("koperasi", None, "kur-mikro", "lpdb-konvensional"),
        ("perorangan", None, "svlk-kelompok", None),
        ("perorangan", None, "lpdb-konvensional", None),
    ],
)
def test_the_scheme_that_fits_is_named_and_never_guessed(
    form: str, amount: int | None, scheme: str, fits: str | None
) -> None:
    answers = {scheme: {"requested_amount": amount}} if amount else {}
    found = {
        m.edition.scheme.code: m
        for m in matches(EnterpriseFactory(legal_form=form), answers=answers)
    }
    instead = found[scheme].instead
    assert (instead.scheme.code if instead else None) == fits


def test_what_the_profile_lacks_is_explained_once() -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory(nib=None, sku_number="470/1/2026")
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    page = web_client(owner).get(f"/usaha/{enterprise.pk}/cocok/?butuh=<b>").content.decode()
    assert page.count("oss.go.id") == 1
    assert page.count("Belum ada pada profil: NIB.") > 3


def test_what_is_applied_for_already_is_opened_and_offered_again_only_where_it_may_be() -> None:
    owner, enterprise = UserFactory(), EnterpriseFactory()
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    drafts = {
        code: create_draft(owner, scheme=code, enterprise_id=enterprise.pk)
        for code in ("kur-mikro", "pelatihan-ekspor", "merek-umk")
    }
    page = web_client(owner).get(f"/usaha/{enterprise.pk}/cocok/").content.decode()
    for code, word in (
        ("kur-mikro", "pengajuan"),
        ("pelatihan-ekspor", "permohonan"),
        ("merek-umk", "permohonan"),
    ):
        assert f'href="/pengajuan/{drafts[code].pk}/">Buka {word} yang sudah ada' in page
    assert "/pengajuan/baru/pelatihan-ekspor/" not in page
    assert "/pengajuan/baru/merek-umk/" in page
