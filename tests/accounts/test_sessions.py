"""How long a session lasts, and what ends it at once."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import BrowserSession
from accounts.services.sessions import forget_ended_sessions
from accounts.services.tokens import issue_token
from common.dates import clock
from tests.clients import web_client
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.programs import cast_of, make_application
from tests.factories.second_factor import give_application, proven_client

pytestmark = pytest.mark.django_db
START = "2026-11-23T03:00:00Z"


@pytest.fixture
def travel() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_an_official_idle_for_an_hour_is_out(travel: Any) -> None:
    client = web_client(OfficialFactory())
    travel.shift(timedelta(minutes=59, seconds=59))
    assert client.get("/admin/").status_code == 200
    travel.shift(timedelta(minutes=59, seconds=59))
    assert client.get("/admin/").status_code == 200
    travel.shift(timedelta(minutes=60))
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_an_officials_session_ends_after_twelve_hours_of_use(travel: Any) -> None:
    client = web_client(OfficialFactory())
    for _half_hour in range(23):
        travel.shift(timedelta(minutes=30))
        assert client.get("/admin/").status_code == 200
    travel.shift(timedelta(minutes=30))
    assert client.get("/admin/").status_code == 302


def test_an_idle_session_ends_for_the_api_too(travel: Any) -> None:
    client = web_client(OfficialFactory())
    travel.shift(timedelta(minutes=60))
    assert client.get("/api/v1/queue/").status_code == 401


def test_an_owner_stays_for_fourteen_days_after_the_last_visit(travel: Any) -> None:
    client = web_client(UserFactory())
    for _visit in range(3):
        travel.shift(timedelta(days=13, hours=23))
        assert client.get("/pengajuan/").status_code == 200
    assert int(client.cookies["sessionid"]["max-age"]) == 14 * 24 * 3600
    travel.shift(timedelta(days=14))
    assert client.get("/pengajuan/").status_code == 302


def test_a_session_is_not_written_by_every_page(travel: Any) -> None:
    client = web_client(UserFactory())
    client.get("/pengajuan/")
    row = BrowserSession.objects.get(session_key=client.session.session_key)
    travel.shift(timedelta(minutes=59))
    client.get("/pengajuan/")
    row.refresh_from_db()
    assert row.expire_date == clock.now() + timedelta(days=14) - timedelta(minutes=59)
    travel.shift(timedelta(minutes=1))
    client.get("/pengajuan/")
    row.refresh_from_db()
    assert row.expire_date == clock.now() + timedelta(days=14)


def test_an_officials_session_without_times_is_over() -> None:
    client = web_client(OfficialFactory())
    session = client.session
    del session["begun_at"]
    session.save()
    assert client.get("/admin/").status_code == 302


def test_an_owners_session_without_times_continues() -> None:
    client = web_client(UserFactory())
    session = client.session
    del session["begun_at"], session["seen_at"]
    session.save()
    assert client.get("/pengajuan/").status_code == 200
    assert "begun_at" in client.session


def test_a_new_password_ends_all_other_sessions() -> None:
    user = UserFactory()
    here, there = web_client(user), web_client(user)
    new = "tenun-gresik-77"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/akun/sandi/ubah/", form).status_code == 302
    assert here.get("/pengajuan/").status_code == 200
    assert there.get("/pengajuan/").status_code == 302


def test_a_deactivated_person_is_signed_out_at_once() -> None:
    official = OfficialFactory()
    client = web_client(official)
    assert client.get("/admin/").status_code == 200
    official.is_active = False
    official.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/api/v1/queue/").status_code == 401


def test_a_posting_that_ended_gives_no_access() -> None:
    cast = cast_of()
    file = make_application(cast, state="submitted")
    client = web_client(cast.verifier)
    page = f"/admin/applications/application/{file.pk}/change/"
    assert client.get(page).status_code == 200
    posting = cast.verifier.postings.get()
    posting.valid_to = clock.today() - timedelta(days=1)
    posting.save()
    assert client.get(page).status_code == 404
    assert client.post(page, {"action": "start_review"}).status_code in (403, 404)
    assert client.get("/api/v1/queue/").status_code == 403
    assert "Belum ada penugasan" in client.get("/admin/").content.decode()


def test_text_posted_after_the_session_ended_is_shown_again(travel: Any) -> None:
    cast = cast_of()
    file = make_application(cast, stage="decision")
    client = web_client(cast.decider)
    travel.shift(timedelta(minutes=61))
    page = f"/admin/applications/application/{file.pk}/change/?tab=late"
    reason = "Agunan <belum> jelas.\nMohon dilengkapi."
    answer = client.post(page, {"action": "reject", "stage": "decision", "reason": reason})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Sesi Anda sudah berakhir" in text
    assert "Agunan &lt;belum&gt; jelas.\nMohon dilengkapi.</textarea>" in text
    assert 'data-form="reject"' in text
    assert "/masuk/?next=%2Fadmin%2Fapplications%2Fapplication%2F" in text
    file.refresh_from_db()
    assert file.state == "in_review"


def test_that_page_shows_no_text_from_a_foreign_form() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/", {"reason": "pancingan"})
    assert answer.status_code == 403
    assert "pancingan" not in answer.content.decode()


def test_tokens_do_not_depend_on_a_session(travel: Any) -> None:
    official = OfficialFactory(is_demo=False)
    give_application(official)
    plain, _row = issue_token(official, "uji")
    travel.shift(timedelta(hours=13))
    answer = Client().get("/api/v1/queue/", headers={"Authorization": f"Token {plain}"})
    assert answer.status_code == 200


def test_a_session_with_second_factor_ends_like_any_other(travel: Any) -> None:
    client = proven_client(OfficialFactory(is_demo=False))
    assert client.get("/admin/").status_code == 200
    travel.shift(timedelta(minutes=60))
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_an_owners_session_ends_after_ninety_days_of_use(travel: Any) -> None:
    client = web_client(UserFactory())
    for _week in range(12):
        travel.shift(timedelta(days=7))
        assert client.get("/pengajuan/").status_code == 200
    travel.shift(timedelta(days=6))
    assert client.get("/pengajuan/").status_code == 302


def test_the_row_of_a_session_says_whose_it_is_and_since_when(travel: Any) -> None:
    user = UserFactory()
    client = Client(headers={"user-agent": "Mozilla/5.0 (Android 13) Chrome/120.0 Safari/537"})
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    row = BrowserSession.objects.get(user=user)
    assert (row.device, row.address, row.begun_at, row.seen_at) == (
        "Chrome · Android", "127.0.0.1", clock.now(), clock.now(),
    )  # fmt: skip
    travel.shift(timedelta(hours=2))
    client.get("/pengajuan/")
    row.refresh_from_db()
    assert (row.begun_at, row.seen_at) == (clock.now() - timedelta(hours=2), clock.now())


def test_a_visitors_session_names_nobody(client: Client) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    row = BrowserSession.objects.get(pk=session.session_key)
    assert (row.user_id, row.device, row.address) == (None, "", None)


def test_sessions_whose_time_is_over_are_forgotten(travel: Any) -> None:
    user = UserFactory()
    web_client(user)
    travel.shift(timedelta(days=13))
    kept = web_client(user).session.session_key
    travel.shift(timedelta(days=2))
    assert forget_ended_sessions() == 1
    assert [row.pk for row in BrowserSession.objects.filter(user=user)] == [kept]


def test_the_server_ends_sessions_of_one_person_or_of_all() -> None:
    user = UserFactory()
    there, other = web_client(user), web_client(UserFactory())
    with pytest.raises(CommandError, match="name one address"):
        call_command("end_sessions")
    with pytest.raises(CommandError, match="no such account"):
        call_command("end_sessions", "tidak-ada@contoh.id")
    call_command("end_sessions", str(user.email).upper(), stdout=StringIO())
    assert (there.get("/pengajuan/").status_code, other.get("/pengajuan/").status_code) == (
        302,
        200,
    )
    call_command("end_sessions", "--all", stdout=StringIO())
    assert other.get("/pengajuan/").status_code == 302


def test_a_key_cannot_be_guessed() -> None:
    user = UserFactory()
    keys = {web_client(user).session.session_key for _browser in range(20)}
    assert len(keys) == 20
    # 32 signs of 36 are 165 bits.
    assert all(key and len(key) == 32 and key.isalnum() for key in keys)
