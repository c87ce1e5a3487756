"""The page of a person: their enterprises, claims, files and messages, where the reader may see."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Agency
from accounts.selectors.agencies import new_agency_code
from notifications.services.outbox import enqueue
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory, MemberFactory
from tests.factories.programs import make_application
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def administrator(client: Client) -> Client:
    return prove_again(as_superuser(client, name="Bos"))


def page_of(client: Client, person: Any) -> str:
    answer = client.get(f"{PEOPLE}{person.pk}/change/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_person_leads_to_enterprises_claims_files_and_messages(administrator: Client) -> None:
    file = make_application(state="submitted")
    owner = file.created_by
    claim = ClaimFactory(user=owner)
    page = page_of(administrator, owner)
    for address in (
        f"/admin/enterprises/enterprise/{file.enterprise_id}/change/",
        f"/admin/enterprises/claim/{claim.pk}/change/",
        f"/admin/applications/application/{file.pk}/change/",
        f"/admin/notifications/outboxmessage/?recipient={owner.pk}",
    ):
        assert f'href="{address}"' in page
    assert file.number in page


def test_a_person_without_anything_has_only_messages(administrator: Client) -> None:
    page = page_of(administrator, UserFactory())
    assert "0 pesan kepada orang ini" in page
    assert "panel-usaha" not in page
    assert "panel-berkas" not in page


def test_the_page_takes_a_fixed_number_of_queries(
    administrator: Client, django_assert_num_queries: Any
) -> None:
    person = UserFactory()
    MemberFactory(user=person)
    page_of(administrator, person)
    for more in (1, 2):
        for _row in range(more):
            MemberFactory(user=person)
            ClaimFactory(user=person)
            enqueue(key="claim.decided", recipient=person, context={})
        with django_assert_num_queries(16):
            page_of(administrator, person)


def test_others_do_not_open_the_page(client: Client) -> None:
    client.force_login(OfficialFactory(role=Role.ADMIN))
    assert client.get(f"{PEOPLE}{UserFactory().pk}/change/").status_code == 403


def test_an_agency_gets_its_code_from_its_name(administrator: Client) -> None:
    form = {
        "name": "Dinas Kesehatan Kota Baru", "kind": "office", "field": "health",
        "regency": "35.78",
    }  # fmt: skip
    for expected in ("dinas-kesehatan-kota-baru", "dinas-kesehatan-kota-baru-2"):
        assert administrator.post("/admin/accounts/agency/add/", form).status_code == 302
        assert Agency.objects.latest("pk").code == expected
    assert new_agency_code("!!!") == "dinas"
