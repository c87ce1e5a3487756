"""The demo people and the command that shows them."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from accounts.enums import Role
from accounts.models import ApiToken, Posting, User
from accounts.selectors.scope import active_postings, is_auditor, roles_of
from accounts.selectors.tokens import find_token
from common.dates import clock
from demo.people import DEMO_PEOPLE, create_demo_people

pytestmark = pytest.mark.django_db


def _credentials(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo_credentials", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_of_the_contract() -> None:
    people = json.loads(_credentials("--json"))
    assert [person["role"] for person in people] == [
        "owner", "owner", "helper", "verifier", "analyst", "decider", "curator", "staff",
        "auditor", "admin", "partner", "exporter",
    ]  # fmt: skip
    assert all(set(p) == {"role", "username", "password", "token", "regency"} for p in people)
    assert len({person["username"] for person in people}) == 12
    assert [p["role"] for p in people if p["regency"] == "35.78"] == [
        "verifier",
        "analyst",
        "decider",
    ]


def test_passwords_and_keys_work() -> None:
    request = RequestFactory().post("/masuk/")
    for person in json.loads(_credentials("--json")):
        user = authenticate(request, username=person["username"], password=person["password"])
        token = find_token(person["token"])
        assert isinstance(user, User)
        assert token is not None
        assert token.user == user


def test_people_are_what_they_say() -> None:
    create_demo_people()
    for person in DEMO_PEOPLE:
        user = User.objects.get(email=person.email)
        posted = {person.role} - {Role.OWNER, Role.EXPORTER}
        assert roles_of(user) == posted
        assert user.is_helper is (person.role == Role.HELPER)
        assert user.is_superuser is (person.role == Role.ADMIN)
        assert user.is_staff is bool(posted - {Role.PARTNER, Role.HELPER})
        if person.regency:
            assert person.regency in [p.agency.regency_id for p in active_postings(user)]
        assert user.is_demo


def test_repeating_changes_nothing() -> None:
    create_demo_people()
    before = [m.objects.count() for m in (User, Posting, ApiToken)]
    passwords = list(User.objects.values_list("password", flat=True))
    create_demo_people()
    assert [m.objects.count() for m in (User, Posting, ApiToken)] == before == [12, 11, 12]
    assert list(User.objects.values_list("password", flat=True)) == passwords


def test_a_new_key_of_the_installation_renews_passwords(settings: Any) -> None:
    create_demo_people()
    settings.SECRET_KEY = "another key"
    create_demo_people()
    user = User.objects.get(email=DEMO_PEOPLE[0].email)
    assert user.check_password(DEMO_PEOPLE[0].password)
    assert find_token(DEMO_PEOPLE[0].token) is not None


def test_the_table_for_people() -> None:
    lines = _credentials().splitlines()
    assert len(lines) == 12
    assert lines[3].split()[0] == "verifier"
    assert lines[3].endswith("35.78")


def test_without_demo_data_nobody_is_made(settings: Any) -> None:
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError):
        _credentials()
    assert not User.objects.filter(is_demo=True).exists()


def test_an_audit_that_has_ended_begins_again() -> None:
    create_demo_people()
    auditor = User.objects.get(email="auditor@umkm.example")
    (first,) = auditor.postings.all()
    assert first.valid_to is not None
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        create_demo_people()
        assert is_auditor(auditor)
    assert auditor.postings.count() == 2
