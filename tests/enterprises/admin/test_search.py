"""Finding enterprises: by words, NIB, what is spelled nearly so, and by NIK without a trace."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.enums import Role
from enterprises.models import NikSearch
from enterprises.services import nik_search
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory, EnterpriseFactory, invented_nik

pytestmark = pytest.mark.django_db
REGISTER = "/admin/enterprises/enterprise/"
NIK = f"{REGISTER}cari-nik/"


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(OfficialFactory())
    return client


def found(client: Client, text: str, **more: str) -> list[str]:
    answer = client.get(REGISTER, {"q": text, **more})
    assert answer.status_code == 200
    return [row.name for row in answer.context["cl"].result_list]


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
def test_words_in_any_order_and_signs_as_they_are(
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
def test_strange_letters_are_safe(official: Client, text: str) -> None:
    EnterpriseFactory(name="Batik")
    assert official.get(REGISTER, {"q": text}).status_code == 200


def test_nul_is_refused_before_any_search(official: Client) -> None:
    assert official.get(f"{REGISTER}?q=ba%00tik").status_code == 400


def test_nib_is_exact_with_its_usual_marks(official: Client) -> None:
    EnterpriseFactory(nib="1234567890123", name="Ada")
    assert found(official, "1234567890123") == ["Ada"]
    assert found(official, "1234-5678 90123") == ["Ada"]
    assert found(official, "1234567890124") == []


def test_a_mistake_finds_what_is_spelled_nearly_so(official: Client) -> None:
    EnterpriseFactory(name="Kripik Tempe Barokah")
    EnterpriseFactory(name="Batik Canting Ayu")
    answer = official.get(REGISTER, {"q": "kripk barokh"})
    page = answer.content.decode()
    assert [row.name for row in answer.context["cl"].result_list] == ["Kripik Tempe Barokah"]
    assert "Tidak ada yang persis; yang mirip:" in page
    assert "1 yang paling mirip" in page


def test_what_is_similar_stays_within_scope_and_filters(official: Client) -> None:
    EnterpriseFactory(name="Kripik Tempe Barokah", regency_id="35.15")
    EnterpriseFactory(name="Kripik Tempe Barokah", sector="spa")
    assert found(official, "kripk", sector__exact="furniture") == []
    assert found(official, "kripk") == ["Kripik Tempe Barokah"]


def test_claims_are_found_like_enterprises(official: Client) -> None:
    claim = ClaimFactory(enterprise__name="Batik Canting Ayu")
    ClaimFactory()
    address = "/admin/enterprises/claim/"
    for text in ("ayu batik", claim.enterprise.nib):
        rows = official.get(address, {"q": text}).context["cl"].result_list
        assert [row.pk for row in rows] == [claim.pk]


def test_nik_is_found_by_post_and_written_down(
    official: Client, caplog: pytest.LogCaptureFixture
) -> None:
    nik = invented_nik(77)
    mine = EnterpriseFactory(nik=nik)
    EnterpriseFactory(nik=nik, regency_id="35.15", legal_form="cv")
    with caplog.at_level(logging.DEBUG):
        answer = official.post(NIK, {"nik": f"{nik[:6]} {nik[6:]}"}, follow=True)
    assert [row.pk for row in answer.context["cl"].result_list] == [mine.pk]
    assert answer.redirect_chain == [(f"{REGISTER}?nik=hasil", 302)]
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert nik not in "".join(said)
    assert nik not in answer.content.decode()
    assert nik not in str(dict(official.session))
    search = NikSearch.objects.get()
    assert (search.user.pk, search.found) == (int(official.session["_auth_user_id"]), 1)


@pytest.mark.parametrize("typed", ["", "123", "35780199", "abc", "9" * 16, "1" * 400, "\x00"])
def test_what_is_no_nik_is_refused_without_repeating_it(official: Client, typed: str) -> None:
    answer = official.post(NIK, {"nik": typed}, follow=True)
    assert "16 angka seperti pada KTP" in answer.content.decode()
    assert NikSearch.objects.count() == 0


def test_a_nik_in_the_search_box_is_taken_out_of_the_address(official: Client) -> None:
    nik = EnterpriseFactory(nik=invented_nik(78)).nik
    for text in (nik, f"ibu {nik[:4]} {nik[4:]}"):
        answer = official.get(REGISTER, {"q": text})
        assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    page = official.get(REGISTER).content.decode()
    assert "Pakailah “Cari NIK”" in page
    assert nik not in page


def test_the_result_of_a_session_is_nobody_elses(client: Client) -> None:
    nik = invented_nik(79)
    EnterpriseFactory(nik=nik)
    client.force_login(OfficialFactory())
    client.post(NIK, {"nik": nik})
    client.force_login(OfficialFactory(role=Role.STAFF, regency="35.15"))
    assert client.get(f"{REGISTER}?nik=hasil").context["cl"].result_list == []


def test_whoever_reads_no_register_may_not_search(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    answer = client.post(NIK, {"nik": invented_nik(1)}, follow=True)
    assert answer.status_code == 403
    assert NikSearch.objects.count() == 0
    client.logout()
    assert client.post(NIK, {"nik": invented_nik(1)}).status_code in (302, 403)


def test_searches_are_bounded_and_only_posted(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nik_search, "PER_HOUR", 2)
    assert official.get(NIK).status_code == 405
    pages = [
        official.post(NIK, {"nik": invented_nik(n)}, follow=True).content.decode() for n in range(3)
    ]
    assert ["pencarian NIK dalam satu jam" in page for page in pages] == [False, False, True]
    assert NikSearch.objects.count() == 2


def test_the_record_only_grows(official: Client) -> None:
    official.post(NIK, {"nik": invented_nik(5)})
    for change in (
        "UPDATE enterprises_niksearch SET found = 9",
        "DELETE FROM enterprises_niksearch",
    ):
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_only_an_administrator_reads_who_searched(official: Client) -> None:
    assert official.get("/admin/enterprises/niksearch/").status_code == 403


@pytest.mark.parametrize(
    ("path", "queries"), [("?q=batik", 7), ("?nik=hasil", 6), ("?regency=35.78&q=batik", 7)]
)
def test_a_search_takes_the_same_queries_for_any_number(
    official: Client, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    for rows in (1, 2):
        for _row in range(rows):
            EnterpriseFactory(name="Batik")
        with django_assert_num_queries(queries):
            official.get(f"{REGISTER}{path}")
