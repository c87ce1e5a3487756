"""The list of people: officials by default, others by the filter, everyone by a search."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Posting
from tests.clients import as_superuser
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def administrator(client: Client) -> Client:
    return as_superuser(client, name="Bos")


def names(client: Client, **query: str) -> list[str]:
    return [person.name for person in client.get(PEOPLE, query).context["cl"].result_list]


def test_officials_are_listed_and_others_by_a_filter(administrator: Client) -> None:
    OfficialFactory(name="Petugas Ana")
    HelperFactory(name="Pendamping Budi")
    UserFactory(name="Pemilik Citra")
    assert names(administrator) == ["Petugas Ana"]
    assert names(administrator, who="nonsense") == ["Petugas Ana"]
    assert names(administrator, who="unposted") == ["Bos"]
    assert names(administrator, who="helpers") == ["Pendamping Budi"]
    assert names(administrator, who="others") == ["Pemilik Citra"]
    assert names(administrator, who="all") == [
        "Pemilik Citra",
        "Pendamping Budi",
        "Petugas Ana",
        "Bos",
    ]


def test_a_search_looks_among_everybody(administrator: Client) -> None:
    owner = UserFactory(name="Siti Aminah Rahayu")
    OfficialFactory(name="Siti Petugas")
    assert names(administrator, q="rahayu siti") == ["Siti Aminah Rahayu"]
    assert names(administrator, q=str(owner.email)) == ["Siti Aminah Rahayu"]
    assert names(administrator, q="siti", who="officials") == ["Siti Petugas"]
    assert names(administrator, q="sity amina") == ["Siti Aminah Rahayu"]


def test_a_person_is_listed_once_with_their_current_postings(administrator: Client) -> None:
    official = OfficialFactory(name="Ana")
    OfficialFactory(user=official, role=Role.ANALYST)
    Posting.objects.filter(user=official, role=Role.ANALYST).update(valid_to=date(2021, 1, 1))
    assert names(administrator) == ["Ana"]
    assert names(administrator, role="analyst") == ["Ana"]
    assert names(administrator, role="decider") == []
    page = administrator.get(PEOPLE).content.decode()
    assert "verifikator · Dinas Koperasi" in page
    assert "analis · Dinas Koperasi" not in page
