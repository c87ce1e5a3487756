"""API keys: only their hash is stored."""

from datetime import UTC, datetime

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.models import ApiToken
from accounts.selectors.tokens import find_token
from accounts.services.tokens import demo_token, issue_demo_token, issue_token
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.second_factor import give_application

pytestmark = pytest.mark.django_db


def test_the_plain_key_is_not_stored() -> None:
    plain, row = issue_token(UserFactory(), "bank")
    assert len(plain) >= 40
    assert plain not in str(list(ApiToken.objects.values()))
    assert find_token(plain) == row


def test_unknown_deleted_and_inactive_keys_are_not_found() -> None:
    plain, row = issue_token(UserFactory(), "bank")
    assert find_token(plain + "x") is None
    row.user.is_active = False
    row.user.save()
    assert find_token(plain) is None
    row.user.is_active = True
    row.user.save()
    row.delete()
    assert find_token(plain) is None


def test_a_key_expires_at_its_time() -> None:
    end = datetime(2026, 12, 1, tzinfo=UTC)
    plain, _row = issue_token(UserFactory(), "bank", expires_at=end)
    with time_machine.travel("2026-11-30T23:59:59Z", tick=False):
        assert find_token(plain) is not None
    with time_machine.travel(end, tick=False):
        assert find_token(plain) is None


def test_a_demo_key_is_always_the_same() -> None:
    user = UserFactory()
    assert issue_demo_token(user) == issue_demo_token(user) == demo_token(user.email)
    assert ApiToken.objects.filter(user=user).count() == 1
    assert demo_token("a@umkm.example") != demo_token("b@umkm.example")


def test_a_key_of_who_becomes_an_official_waits_for_the_second_factor() -> None:
    person = HelperFactory(is_demo=False)
    plain, _row = issue_token(person, "laporan")
    client = APIClient(HTTP_AUTHORIZATION=f"Token {plain}")
    assert client.get("/api/v1/enterprises/").status_code == 200
    OfficialFactory(user=person, role=Role.VERIFIER, is_demo=False)
    assert client.get("/api/v1/enterprises/").status_code == 401
    give_application(person)
    assert client.get("/api/v1/enterprises/").status_code != 401
