"""API keys in the admin: the same as the command, with the second factor proved again."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role, SecurityAction
from accounts.models import ApiToken, SecurityEvent, User
from accounts.selectors.tokens import find_token
from accounts.services.tokens import issue_token
from common.dates import clock
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import BACKEND, RECORDS, give_application, proven_client

pytestmark = pytest.mark.django_db
ISSUE, LIST = "/admin/kunci-api/terbitkan/", "/admin/accounts/apitoken/"


@pytest.fixture
def superuser() -> User:
    person: User = UserFactory(is_superuser=True, is_staff=True, is_demo=False)
    return person


def asked_again(user: User) -> Client:
    """Return a client whose second factor was proved again just now."""
    client = proven_client(user)
    session = client.session
    session[RECORDS] = [{**record, "reauthenticated": True} for record in session[RECORDS]]
    session.save()
    return client


def form_for(owner: User, **fields: Any) -> dict[str, Any]:
    return {"person": owner.email, "label": "sistem bank", "days": "90", **fields}


def test_a_key_is_shown_once(superuser: User) -> None:
    client, person = asked_again(superuser), UserFactory()
    answer = client.post(ISSUE, form_for(person))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    plain = answer.context["plain"]
    assert plain in answer.content.decode()
    row = find_token(plain)
    assert row is not None
    assert (row.user, row.issued_by, row.label) == (person, superuser, "sistem bank")
    listed = client.get(LIST).content.decode()
    assert "sistem bank" in listed
    assert plain not in listed
    assert row.digest not in listed
    assert row.digest not in client.get(f"{LIST}{row.pk}/change/").content.decode()
    event = SecurityEvent.objects.get(action=SecurityAction.TOKEN_ISSUED)
    assert (event.person, event.subject) == (superuser, person)


def test_an_open_session_issues_no_key(superuser: User) -> None:
    person = UserFactory()
    stale = asked_again(superuser)
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        answers = [client.post(ISSUE, form_for(person)) for client in (stale,)]
    answers.append(proven_client(superuser).post(ISSUE, form_for(person)))
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/akun/dua-langkah/")
    assert not ApiToken.objects.exists()


def test_a_demo_administrator_types_the_password_again() -> None:
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True), backend=BACKEND)
    answer = client.get(ISSUE)
    assert answer["Location"].startswith("/akun/periksa-sandi/")


@pytest.mark.parametrize(
    "changes",
    [{"person": "tidak@ada.example"}, {"label": ""}, {"days": "0"}, {"days": "9999"}, {"days": ""}],
)
def test_a_wrong_form_issues_nothing(superuser: User, changes: dict[str, str]) -> None:
    answer = asked_again(superuser).post(ISSUE, form_for(UserFactory(), **changes))
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_key_of_an_official_without_second_factor_is_refused(superuser: User) -> None:
    official, client = OfficialFactory(is_demo=False), asked_again(superuser)
    answer = client.post(ISSUE, form_for(official))
    assert answer.status_code == 400
    assert "belum memasang langkah kedua" in answer.content.decode()
    give_application(official)
    assert client.post(ISSUE, form_for(official)).status_code == 200


def test_a_key_is_revoked_after_being_asked(superuser: User) -> None:
    client = proven_client(superuser)
    plain, row = issue_token(UserFactory(), "sistem bank")
    page = f"/admin/kunci-api/{row.pk}/cabut/"
    assert page in client.get(LIST).content.decode()
    assert client.get(page).status_code == 200
    assert find_token(plain) is not None
    assert client.post(page)["Location"] == LIST
    assert find_token(plain) is None
    assert page not in client.get(LIST).content.decode()
    assert client.post("/admin/kunci-api/999999/cabut/").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.VERIFIER])
def test_keys_are_for_administrators_of_the_portal_only(role: Role) -> None:
    _plain, row = issue_token(UserFactory(), "sistem bank")
    client = proven_client(OfficialFactory(role=role, is_demo=False))
    for path in (ISSUE, LIST, f"/admin/kunci-api/{row.pk}/cabut/"):
        assert client.get(path).status_code == 403
        assert client.post(path, form_for(UserFactory())).status_code == 403
    row.refresh_from_db()
    assert row.revoked_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_any_number(
    superuser: User, rows: int, django_assert_num_queries: Any
) -> None:
    client = proven_client(superuser)
    for _number in range(rows):
        issue_token(UserFactory(), "uji", by=superuser)
    with django_assert_num_queries(6):
        client.get(LIST)
