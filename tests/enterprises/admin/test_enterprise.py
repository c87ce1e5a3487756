"""The register in the admin: scope, masking, search by words and NIB, similar names."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Agency
from common.dates import clock
from tests.enterprises.admin.lists import CLAIMS, REGISTER, listed, text
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory, EnterpriseFactory, MemberFactory, invented_nik
from tests.factories.programs import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(OfficialFactory())
    return client


def names_found(client: Client, text: str, **more: str) -> list[str]:
    answer = client.get(REGISTER, {"q": text, **more})
    assert answer.status_code == 200
    return [row.name for row in answer.context["cl"].result_list]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_any_number(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _row in range(count):
        ClaimFactory()
    client.force_login(OfficialFactory())
    client.get("/admin/")
    with django_assert_num_queries(8):
        assert len(listed(client, REGISTER)) == count
    # Three more count the claims in each state.
    with django_assert_num_queries(11):
        assert len(listed(client, CLAIMS)) == count


def test_the_register_is_bounded_by_region(client: Client) -> None:
    here, there = EnterpriseFactory(), EnterpriseFactory(regency_id="35.15")
    client.force_login(OfficialFactory())
    assert listed(client, REGISTER) == [here.pk]
    assert client.get(f"{REGISTER}{there.pk}/change/").status_code == 302
    client.force_login(OfficialFactory(role=Role.STAFF, regency=None))
    assert listed(client, REGISTER) == [there.pk, here.pk]
    assert listed(client, f"{REGISTER}?regency=35.15") == [there.pk]


def test_the_register_is_found_by_name_and_nib_never_by_nik(client: Client) -> None:
    batik, mebel = EnterpriseFactory(name="Batik Canting Ayu"), EnterpriseFactory()
    client.force_login(OfficialFactory())
    assert listed(client, f"{REGISTER}?q=canting") == [batik.pk]
    assert listed(client, f"{REGISTER}?q={mebel.nib}") == [mebel.pk]
    assert listed(client, f"{REGISTER}?q=ab") == []


def test_an_enterprise_is_read_only_and_masked(client: Client) -> None:
    enterprise = MemberFactory(user__name="Siti Aminah").enterprise
    client.force_login(OfficialFactory())
    assert "+6281234567890" not in text(client.get(REGISTER))
    address = f"{REGISTER}{enterprise.pk}/change/"
    page = text(client.get(address))
    assert enterprise.nik not in page
    assert "131752941565000" not in page
    assert "+6281234567890" in page
    assert "Siti Aminah (pelaku usaha)" in page
    assert "Usaha mikro (PP 7/2021 Pasal 35 ayat (3) huruf a)" in page
    assert client.post(address, {"name": "x"}).status_code == 403
    assert client.get(f"{REGISTER}add/").status_code == 403


@pytest.mark.parametrize("address", [REGISTER, CLAIMS])
def test_partners_and_people_without_a_posting_see_nothing(client: Client, address: str) -> None:
    client.force_login(OfficialFactory(role=Role.PARTNER))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("canting", ["Batik Canting Ayu"]),
        ("AYU batik", ["Batik Canting Ayu"]),
        ("  canting   ayu ", ["Batik Canting Ayu"]),
        ("batik UD", ["UD Batik Rejeki"]),
        ("canting mebel", []),
        ("100%", ["Kopi 100% Robusta"]),
        ("10_", []),
        ("100_", []),
        ("kopi \\", ["Kopi \\ Garis"]),
        ("'; DROP TABLE x; --", []),
    ],
)
def test_words_in_any_order_and_wildcards_as_plain_signs(
    official: Client, text: str, expected: list[str]
) -> None:
    names = ("Batik Canting Ayu", "UD Batik Rejeki", "Kopi 100% Robusta", "Kopi \\ Garis")
    for name in names:
        EnterpriseFactory(name=name)
    cl = official.get(REGISTER, {"q": text}).context["cl"]
    assert [row.name for row in cl.page.items] == expected


@pytest.mark.parametrize("text", ["ab", "a b c", "%_", "&&&", "c&d"])
def test_a_search_without_three_letters_says_why(official: Client, text: str) -> None:
    EnterpriseFactory(name="ab a b c c&d")
    answer = official.get(REGISTER, {"q": text})
    assert answer.context["cl"].result_list == []
    assert "tiga huruf atau angka berturut-turut" in answer.content.decode()


def test_a_text_too_long_says_so(official: Client) -> None:
    EnterpriseFactory()
    answer = official.get(REGISTER, {"q": "batik " * 50})
    assert "paling panjang 200 huruf" in answer.content.decode()


@pytest.mark.parametrize("text", ["🧵🧶", "batik 🧵", "‮batik", "ﷺ" * 60])
def test_unusual_characters_are_safe(official: Client, text: str) -> None:
    EnterpriseFactory(name="Batik")
    assert official.get(REGISTER, {"q": text}).status_code == 200


def test_nul_is_refused_before_any_search(official: Client) -> None:
    assert official.get(f"{REGISTER}?q=ba%00tik").status_code == 400


def test_nib_is_exact_with_its_usual_marks(official: Client) -> None:
    EnterpriseFactory(nib="1234567890123", name="Ada")
    assert names_found(official, "1234567890123") == ["Ada"]
    assert names_found(official, "1234-5678 90123") == ["Ada"]
    assert names_found(official, "1234567890124") == []


def test_a_misspelling_finds_similar_names(official: Client) -> None:
    EnterpriseFactory(name="Kripik Tempe Barokah")
    EnterpriseFactory(name="Batik Canting Ayu")
    answer = official.get(REGISTER, {"q": "kripk barokh"})
    page = answer.content.decode()
    assert [row.name for row in answer.context["cl"].result_list] == ["Kripik Tempe Barokah"]
    assert "Tidak ada yang persis; yang mirip:" in page
    assert "1 yang paling mirip" in page


def test_similar_rows_stay_within_scope_and_filters(official: Client) -> None:
    EnterpriseFactory(name="Kripik Tempe Barokah", regency_id="35.15")
    EnterpriseFactory(name="Kripik Tempe Barokah", sector="spa")
    assert names_found(official, "kripk", sector__exact="furniture") == []
    assert names_found(official, "kripk") == ["Kripik Tempe Barokah"]


def test_a_nik_in_the_search_box_is_removed_from_the_address(official: Client) -> None:
    nik = EnterpriseFactory(nik=invented_nik(78)).nik
    for query in (nik, f"ibu {nik[:4]} {nik[4:]}"):
        answer = official.get(REGISTER, {"q": query})
        assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    page = official.get(REGISTER).content.decode()
    assert "Pakailah “Cari NIK”" in page
    assert nik not in page


def test_an_enterprise_is_found_by_its_people(official: Client) -> None:
    batik = MemberFactory(
        user__name="Siti Aminah", user__email="siti.aminah@contoh.id", enterprise__name="Batik Ayu"
    ).enterprise
    former = MemberFactory(user__name="Siti Aminah", until=clock.now()).enterprise
    MemberFactory(user__name="Siti Aminah", enterprise__regency_id="35.15")
    warung = EnterpriseFactory(name="Warung Siti Aminah")
    assert listed(official, f"{REGISTER}?q=aminah+siti") == [warung.pk, batik.pk]
    assert listed(official, f"{REGISTER}?q=siti.aminah@contoh.id") == [batik.pk]
    assert former.pk not in listed(official, REGISTER + "?q=siti")


@pytest.mark.parametrize(
    ("path", "queries"), [("?q=batik", 9), ("?nik=hasil", 7), ("?regency=35.78&q=batik", 9)]
)
def test_a_search_takes_the_same_queries_for_any_number(
    official: Client, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    for rows in (1, 2):
        for _row in range(rows):
            EnterpriseFactory(name="Batik")
        with django_assert_num_queries(queries):
            official.get(f"{REGISTER}{path}")


def test_an_enterprise_leads_to_its_people_claims_and_files(client: Client) -> None:
    file = make_application(state="submitted")
    enterprise = file.enterprise
    claim = ClaimFactory(enterprise=enterprise, user__name="Budi Santoso")
    client.force_login(OfficialFactory())
    address = f"{REGISTER}{enterprise.pk}/change/"
    page = text(client.get(address))
    assert f'<a href="/admin/applications/application/{file.pk}/change/">{file.number}</a>' in page
    assert f'<a href="{CLAIMS}{claim.pk}/change/">Budi Santoso</a>' in page
    assert "/admin/accounts/user/" not in page
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert f'<a href="/admin/accounts/user/{file.created_by_id}/change/">' in text(
        client.get(address)
    )


def test_files_of_another_scope_are_not_shown_with_an_enterprise(client: Client) -> None:
    file = make_application(state="submitted")
    Agency.objects.create(
        code="perindag", name="Dinas Perindag", field="industry_trade", regency_id="35.78"
    )
    client.force_login(OfficialFactory(agency="perindag"))
    page = text(client.get(f"{REGISTER}{file.enterprise_id}/change/"))
    assert file.number not in page


def test_an_enterprise_that_nobody_manages_says_so(client: Client) -> None:
    enterprise = EnterpriseFactory(name="<b>Mebel</b>")
    client.force_login(OfficialFactory())
    page = text(client.get(f"{REGISTER}{enterprise.pk}/change/"))
    assert "Belum ada yang mengelolanya di portal." in page
    assert "<b>Mebel</b>" not in page


def test_the_page_of_an_enterprise_takes_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: Any
) -> None:
    file = make_application(state="submitted")
    client.force_login(OfficialFactory())
    address = f"{REGISTER}{file.enterprise_id}/change/"
    client.get(address)
    for more in (1, 2):
        for _row in range(more):
            ClaimFactory(enterprise=file.enterprise)
            MemberFactory(enterprise=file.enterprise)
        with django_assert_num_queries(21):
            assert client.get(address).status_code == 200
