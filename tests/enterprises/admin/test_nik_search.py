"""Finding enterprises by NIK: posted, logged, and without a trace of the number."""

import logging

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.enums import Role
from enterprises.models import NikSearch
from enterprises.services import nik_search
from tests.enterprises.admin.lists import REGISTER
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, invented_nik

pytestmark = pytest.mark.django_db
SEARCH = f"{REGISTER}cari-nik/"


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(OfficialFactory())
    return client


def test_nik_is_found_by_post_and_logged(
    official: Client, caplog: pytest.LogCaptureFixture
) -> None:
    nik = invented_nik(77)
    in_scope = EnterpriseFactory(nik=nik)
    EnterpriseFactory(nik=nik, regency_id="35.15", legal_form="cv")
    with caplog.at_level(logging.DEBUG):
        answer = official.post(SEARCH, {"nik": f"{nik[:6]} {nik[6:]}"}, follow=True)
    assert [row.pk for row in answer.context["cl"].result_list] == [in_scope.pk]
    assert answer.redirect_chain == [(f"{REGISTER}?nik=hasil", 302)]
    logged = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert nik not in "".join(logged)
    assert nik not in answer.content.decode()
    assert nik not in str(dict(official.session))
    search = NikSearch.objects.get()
    assert (search.user.pk, search.found) == (int(official.session["_auth_user_id"]), 1)


@pytest.mark.parametrize("typed", ["", "123", "35780199", "abc", "9" * 16, "1" * 400, "\x00"])
def test_input_that_is_no_nik_is_refused_without_repeating_it(official: Client, typed: str) -> None:
    answer = official.post(SEARCH, {"nik": typed}, follow=True)
    assert "16 angka seperti pada KTP" in answer.content.decode()
    assert NikSearch.objects.count() == 0


def test_the_result_belongs_to_its_session(client: Client) -> None:
    nik = invented_nik(79)
    EnterpriseFactory(nik=nik)
    client.force_login(OfficialFactory())
    client.post(SEARCH, {"nik": nik})
    client.force_login(OfficialFactory(role=Role.STAFF, regency="35.15"))
    assert client.get(f"{REGISTER}?nik=hasil").context["cl"].result_list == []


def test_a_person_without_the_register_may_not_search(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    answer = client.post(SEARCH, {"nik": invented_nik(1)}, follow=True)
    assert answer.status_code == 403
    assert NikSearch.objects.count() == 0
    client.logout()
    assert client.post(SEARCH, {"nik": invented_nik(1)}).status_code in (302, 403)


def test_searches_are_bounded_and_only_posted(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nik_search, "MAX_SEARCHES_PER_HOUR", 2)
    assert official.get(SEARCH).status_code == 405
    pages = [
        official.post(SEARCH, {"nik": invented_nik(n)}, follow=True).content.decode()
        for n in range(3)
    ]
    assert ["pencarian NIK dalam satu jam" in page for page in pages] == [False, False, True]
    assert NikSearch.objects.count() == 2


def test_the_log_of_searches_is_append_only(official: Client) -> None:
    official.post(SEARCH, {"nik": invented_nik(5)})
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
