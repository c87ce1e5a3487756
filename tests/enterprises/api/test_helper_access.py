"""Helpers and consents through the API."""

from typing import Any

import pytest

from accounts.enums import ConsentPurpose
from accounts.selectors.consent import current_text
from common.dates import clock
from enterprises.models import HelperConsent
from enterprises.services.claims import claim
from tests.api.client import V1, client_for, faults, photo
from tests.factories.accounts import HelperFactory
from tests.factories.consents import OWNER, declared_helper, owner_code
from tests.factories.enterprises import MemberFactory, owned_enterprise

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_an_owner_lists_helpers_in_a_fixed_number_of_queries(
    count: int, django_assert_num_queries: Any
) -> None:
    owner, enterprise = owned_enterprise()
    for _row in range(count):
        MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    client = client_for(owner)
    with django_assert_num_queries(5):
        answer = client.get(f"{V1}/enterprises/{enterprise.pk}/helpers/").json()
    assert len(answer["results"]) == count
    assert answer["results"][0]["consent"] is None


def test_an_owner_reads_the_text_approves_and_ends() -> None:
    owner, enterprise = owned_enterprise()
    helper = HelperFactory()
    asked = claim(helper, str(enterprise.nib), enterprise.nik)
    client, own = client_for(owner), f"{V1}/enterprises/{enterprise.pk}"
    row = client.get(f"{own}/helper-requests/").json()["results"][0]
    assert (row["owner_name"], row["helper_name"], row["enterprise_name"]) == (
        owner.get_full_name(),
        helper.get_full_name(),
        enterprise.name,
    )
    address, version = f"{own}/helper-requests/{asked.pk}/", row["consent_text"]["version"]
    assert faults(client.post(address, {"accept": True})) == [("text_version", "text_version")]
    assert client.post(address, {"accept": "ya"}).status_code == 400
    sent = {"accept": True, "text_version": version}
    key: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "satu"}
    assert [client.post(address, sent, **key).status_code for _again in range(2)] == [200, 200]
    assert client.post(address, sent).status_code == 404
    mandate = HelperConsent.objects.get()
    assert (mandate.way, mandate.owner) == ("account", owner)
    shown = client.get(f"{own}/helpers/").json()["results"][0]
    assert (shown["name"], shown["consent"]["way"]) == (helper.get_full_name(), "account")
    assert client.delete(f"{own}/helpers/{shown['id']}/").status_code == 204
    assert client.delete(f"{own}/helpers/{shown['id']}/").status_code == 404
    assert client_for(helper).get(f"{own}/").status_code == 404
    word = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    one = f"{own}/helpers/{word.pk}/"
    assert faults(client.post(one, {"text_version": "1"})) == [("text_version", "text_version")]
    assert client.post(one, {"text_version": version}).json()["consent"]["state"] == "given"
    assert client.post(f"{own}/helpers/", {"email": "x"}).status_code == 400
    assert client_for(word.user).post(f"{own}/helpers/", {"email": "a@b.id"}).status_code == 403
    look_alike = {"email": "pendamp\u0131ng@umkm.example"}
    assert faults(client.post(f"{own}/helpers/", look_alike)) == [("email_required", "email")]


def test_nobody_consents_to_who_is_no_helper_any_more() -> None:
    owner, enterprise = owned_enterprise()
    word = MemberFactory(enterprise=enterprise, user=HelperFactory(is_helper=False), role="helper")
    client, own = client_for(owner), f"{V1}/enterprises/{enterprise.pk}"
    version = current_text(ConsentPurpose.ON_BEHALF, clock.today()).version
    answer = client.post(f"{own}/helpers/{word.pk}/", {"text_version": version})
    assert answer.status_code == 404
    assert not HelperConsent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_helper_asks_and_gives_the_code_with_or_without_a_key() -> None:
    helper, enterprise = declared_helper()
    client, own = client_for(helper), f"{V1}/enterprises/{enterprise.pk}/helper-consent/"
    assert client.get(own).json()["consent"] is None
    assert client.get(own).json()["declared_until"] is not None
    sent = {"owner_name": OWNER, "phone": "0857 1234 5678"}
    assert faults(client.post(f"{own}codes/", {**sent, "phone": "1"})) == [
        ("phone_invalid", "phone")
    ]
    asked = client.post(f"{own}codes/", sent)
    assert asked.status_code == 201
    assert "5712345678" not in asked.content.decode()
    assert client.post(f"{own}codes/", sent).status_code == 429
    assert faults(client.post(own, {"code": "000000x"})) == [("code_wrong", "code")]
    code = owner_code()
    key: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "dua"}
    for _again in range(2):
        answer = client.post(own, {"code": code}, **key)
        assert (answer.status_code, answer.json()["consent"]["state"]) == (200, "given")
    assert answer.json()["declared_until"] is None


def test_a_helper_sends_a_form_once() -> None:
    helper, enterprise = declared_helper()
    client, own = client_for(helper), f"{V1}/enterprises/{enterprise.pk}/helper-consent/form/"
    sent = {"owner_name": OWNER, "file": photo()}
    answer = client.post(own, sent, format="multipart")
    assert (answer.status_code, answer.json()["consent"]["way"]) == (201, "form")
    again = client.post(own, {"owner_name": OWNER, "file": photo()}, format="multipart")
    assert faults(again) == [("form_waiting", None)]
    assert client.post(own, {"owner_name": OWNER}, format="json").status_code == 415
