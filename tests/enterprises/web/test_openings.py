"""An owner sees who opened their documents."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role, SecurityAction
from accounts.services.security_log import record
from enterprises.models import Enterprise
from enterprises.selectors.openings import holder_of
from enterprises.services.registration import open_membership
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    owner = UserFactory(name="Sari")
    found: Enterprise = EnterpriseFactory(regency_id="35.78")
    open_membership(owner, found, channel="web")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return found


def opened(enterprise: Enterprise, person: Any, words: str = "KTP · KURM-26-000001") -> None:
    record(
        SecurityAction.DOCUMENT_OPENED,
        person=person,
        holder=holder_of(enterprise.pk),
        thing="attachment:1",
        words=words,
    )


def page(enterprise: Enterprise) -> str:
    return f"/usaha/{enterprise.pk}/dibuka/"


def test_the_owner_reads_who_opened_which_document(client: Client, enterprise: Enterprise) -> None:
    verifier = OfficialFactory(role=Role.VERIFIER, name="Agus Prasetyo")
    opened(enterprise, verifier)
    opened(EnterpriseFactory(), verifier, words="KTP · milik orang lain")
    assert page(enterprise) in client.get(f"/usaha/{enterprise.pk}/").content.decode()
    shown = client.get(page(enterprise)).content.decode()
    assert "KTP · KURM-26-000001" in shown
    assert "Agus Prasetyo (verifikator, Dinas Koperasi" in shown
    assert "milik orang lain" not in shown


def test_nobody_yet_is_said(client: Client, enterprise: Enterprise) -> None:
    assert "Belum ada yang membukanya." in client.get(page(enterprise)).content.decode()


def test_it_is_for_those_who_act_for_the_enterprise(enterprise: Enterprise) -> None:
    for person in (UserFactory(), OfficialFactory(role=Role.VERIFIER)):
        other = Client()
        other.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert other.get(page(enterprise)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_for_any_number(
    client: Client, enterprise: Enterprise, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        opened(enterprise, UserFactory())
    client.get(page(enterprise))
    with django_assert_num_queries(6):
        client.get(page(enterprise))


def test_it_is_paged_and_a_forged_page_leads_back(client: Client, enterprise: Enterprise) -> None:
    for _number in range(21):
        opened(enterprise, UserFactory())
    answer = client.get(page(enterprise))
    assert len(answer.context["openings"]) == 20
    following = client.get(page(enterprise) + answer.context["next_url"])
    assert len(following.context["openings"]) == 1
    assert client.get(f"{page(enterprise)}?hal=x")["Location"] == page(enterprise)
