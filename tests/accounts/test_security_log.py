"""The security log: what is written, from where, and that it is never changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.enums import Role, SecurityAction
from accounts.models import SecurityEvent, User
from accounts.models.security_event import KEPT_MONTHS
from accounts.services.security_log import drop_expired_months, first_kept_moment, record
from accounts.tasks import drop_security_log
from common.dates import clock
from tests.api.client import client_for
from tests.clients import web_client
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.second_factor import give_application, prove_again, proven_client, sign_in

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def written(action: SecurityAction) -> list[SecurityEvent]:
    return list(SecurityEvent.objects.filter(action=action).order_by("id"))


def test_signing_in_failing_and_signing_out_are_recorded(client: Client) -> None:
    person = UserFactory()
    wrong = {"login": person.email, "password": "bukan ini"}
    client.post("/masuk/", wrong, REMOTE_ADDR="203.0.113.9")
    answer = client.post(
        "/masuk/", {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )
    client.post("/keluar/")
    (failed,) = written(SecurityAction.SIGN_IN_FAILED)
    (signed_in,) = written(SecurityAction.SIGNED_IN)
    (signed_out,) = written(SecurityAction.SIGNED_OUT)
    assert (failed.person, failed.subject, failed.address) == (None, person, "203.0.113.9")
    assert (signed_in.person, signed_in.address) == (person, "203.0.113.9")
    assert signed_in.request_id == answer["X-Request-Id"]
    assert signed_out.person == person


def test_a_name_without_an_account_is_not_stored(client: Client) -> None:
    """It may be a password, typed into the wrong field."""
    client.post("/masuk/", {"login": "rahasia-saya@salah.example", "password": "x"})
    (failed,) = written(SecurityAction.SIGN_IN_FAILED)
    assert failed.subject is None
    assert "rahasia" not in str(SecurityEvent.objects.values().get(pk=failed.pk))


def test_a_wrong_second_factor_is_a_failure(client: Client) -> None:
    official = OfficialFactory(is_demo=False)
    give_application(official)
    client.post(sign_in(client, official), {"code": "000000"})
    assert [event.words for event in written(SecurityAction.SIGN_IN_FAILED)] == [
        "langkah kedua salah"
    ]


def test_second_factors_and_passwords_are_recorded() -> None:
    person = UserFactory()
    client = Client()
    client.force_login(person, backend=BACKEND)
    new = "kuda-laut-berenang-9"
    client.post("/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    changed = written(SecurityAction.PASSWORD_CHANGED)
    assert [(e.person, e.subject) for e in changed] in ([(person, person)], [])


def administrator() -> tuple[User, Client]:
    actor = UserFactory(is_superuser=True, is_staff=True)
    return actor, prove_again(web_client(actor))


def test_a_posting_and_the_rights_of_an_account_are_recorded() -> None:
    actor, client = administrator()
    held = OfficialFactory(role=Role.VERIFIER).postings.get()
    form: dict[str, Any] = {
        "name": held.user.name, "language": "id", "is_active": "on", "is_staff": "on",
        "is_helper": "on", "postings-TOTAL_FORMS": "1", "postings-INITIAL_FORMS": "1",
        "postings-0-id": held.pk, "postings-0-user": held.user_id,
        "postings-0-agency": held.agency_id, "postings-0-role": Role.ANALYST,
        "postings-0-valid_from": "2020-01-01",
    }  # fmt: skip
    assert client.post(f"/admin/accounts/user/{held.user_id}/change/", form).status_code == 302
    (role,) = written(SecurityAction.ROLE_CHANGED)
    (rights,) = written(SecurityAction.ACCOUNT_CHANGED)
    assert (role.person, role.subject) == (actor, held.user)
    assert role.words.startswith("diubah: analis, Dinas Koperasi")
    assert (rights.person, rights.subject, rights.words) == (
        actor, held.user, "pendamping: ya",
    )  # fmt: skip
    person = UserFactory()
    added = {
        "user": person.email, "agency": held.agency_id, "role": Role.DECIDER,
        "valid_from": "2026-11-23",
    }  # fmt: skip
    assert client.post("/admin/accounts/posting/add/", added).status_code == 302
    assert written(SecurityAction.ROLE_CHANGED)[-1].words.startswith("baru: pejabat berwenang")


def test_a_downloaded_list_is_recorded() -> None:
    actor, client = administrator()
    answer: Any = client.get("/admin/accounts/posting/unduh/csv/")
    assert b"".join(answer.streaming_content)
    (event,) = written(SecurityAction.EXPORTED)
    assert event.person == actor
    assert event.words.startswith("penugasan-")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/admin/accounts/user/", "403 GET /admin/accounts/user/"),
        ("/admin/ponsel/1/", "403 GET /admin/ponsel/<int:user_id>/"),
        # Another person's, or none: the answer is the same.
        ("/pengajuan/999999/", "404 GET /pengajuan/<int:application_id>/"),
    ],
)
def test_what_was_refused_is_recorded_once_an_hour(path: str, words: str) -> None:
    official = OfficialFactory(role=Role.VERIFIER)
    client = Client()
    client.force_login(official, backend=BACKEND)
    for _time in range(2):
        client.get(path)
    (event,) = written(SecurityAction.REFUSED)
    assert (event.person, event.words) == (official, words)
    assert event.role.startswith("verifikator, ")
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        client.force_login(official, backend=BACKEND)
        client.get(path)
    assert len(written(SecurityAction.REFUSED)) == 2


def test_a_refusal_of_the_api_names_the_person() -> None:
    person = UserFactory()
    answer = client_for(person).get("/api/v1/reports/applications/")
    assert answer.status_code == 403
    (event,) = written(SecurityAction.REFUSED)
    assert (event.person, event.words) == (person, "403 GET /api/v1/reports/<slug:name>/")
    assert event.request_id == answer["X-Request-Id"]


def test_pages_that_do_not_exist_and_visitors_are_not_recorded(client: Client) -> None:
    client.get("/admin/accounts/user/")
    client.get("/pengajuan/999999/")
    client.force_login(UserFactory(), backend=BACKEND)
    client.get("/tidak/ada/")
    assert written(SecurityAction.REFUSED) == []


def test_an_event_is_never_changed_nor_deleted_before_its_time() -> None:
    record(SecurityAction.SIGNED_OUT)
    event = SecurityEvent.objects.get()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        SecurityEvent.objects.update(words="lain")
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_securityevent")
    assert SecurityEvent.objects.get().words == ""


@pytest.mark.parametrize(
    ("now", "kept_from"),
    [
        ("2026-11-27T03:00:00+00:00", "2024-11-01T00:00:00+07:00"),
        # Past midnight in Jakarta, on the last day of a month in London.
        ("2026-11-30T17:30:00+00:00", "2024-12-01T00:00:00+07:00"),
        ("2026-01-01T00:00:00+00:00", "2024-01-01T00:00:00+07:00"),
    ],
)
def test_whole_months_of_jakarta_are_kept(now: str, kept_from: str) -> None:
    assert KEPT_MONTHS == 24
    assert first_kept_moment(datetime.fromisoformat(now)) == datetime.fromisoformat(kept_from)


def test_the_nightly_task_drops_whole_expired_months_only() -> None:
    border = first_kept_moment(datetime.now(UTC))
    for at in (border - timedelta(days=70), border - timedelta(seconds=1), border):
        SecurityEvent.objects.create(at=at, action=SecurityAction.SIGNED_OUT)
    drop_security_log()
    assert [event.at for event in SecurityEvent.objects.all()] == [border]
    assert drop_expired_months() == 0


def test_a_posted_clock_cannot_make_the_database_forget() -> None:
    """The task asks the portal's clock, the trigger that of the database."""
    record(SecurityAction.SIGNED_OUT)
    with (
        time_machine.travel("2099-01-01T00:00:00+00:00", tick=False),
        pytest.raises(DatabaseError, match="Cannot delete"),
        transaction.atomic(),
    ):
        drop_expired_months()
    assert SecurityEvent.objects.count() == 1


def test_the_log_is_read_by_province_auditors_and_administrators_only() -> None:
    readers = {
        "superuser": UserFactory(is_superuser=True, is_staff=True),
        "auditor": OfficialFactory(role=Role.AUDITOR, regency=None),
        "auditor-region": OfficialFactory(role=Role.AUDITOR, regency="35.15"),
        "admin": OfficialFactory(role=Role.ADMIN, regency=None),
        "verifier": OfficialFactory(role=Role.VERIFIER),
    }
    seen = {}
    for name, person in readers.items():
        client = Client()
        client.force_login(person, backend=BACKEND)
        seen[name] = client.get("/admin/accounts/securityevent/").status_code
    assert seen == {
        "superuser": 200, "auditor": 200, "auditor-region": 403, "admin": 403, "verifier": 403,
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_events_asks_the_same_for_any_number(
    rows: int, django_assert_num_queries: Any
) -> None:
    auditor = OfficialFactory(role=Role.AUDITOR, regency=None)
    client = proven_client(auditor)
    for _number in range(rows):
        record(SecurityAction.TOKEN_ISSUED, person=UserFactory(), subject=UserFactory())
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/admin/accounts/securityevent/?action__exact=token_issued")


LIST_QUERIES = 7
