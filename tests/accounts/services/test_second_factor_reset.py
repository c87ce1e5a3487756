"""A lost phone: an administrator removes the second factor, and its owner is notified."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import SecondFactorReset, User
from accounts.services.second_factor import reset_second_factor
from common.errors import Conflict, InvalidInput, NotPermitted
from notifications.models import OutboxMessage
from notifications.render import render
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import give_application, give_key, prove_again, proven_client

pytestmark = pytest.mark.django_db
REASON = "Ponsel hilang, bertemu langsung."


@pytest.fixture
def official() -> User:
    user: User = OfficialFactory(is_demo=False)
    give_application(user)
    give_key(user)
    return user


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory(name="Endang", is_staff=True, is_superuser=True, is_demo=False)
    return user


def test_everything_is_removed_recorded_and_notified(official: User, administrator: User) -> None:
    reset_second_factor(official, by=administrator, reason=f" {REASON} ")
    assert not Authenticator.objects.filter(user=official).exists()
    row = SecondFactorReset.objects.get()
    assert (row.user, row.by, row.reason) == (official, administrator, REASON)
    message = OutboxMessage.objects.get()
    assert (message.key, message.recipient) == ("second_factor.reset", official)
    text = render(message.key, message.context, language="id").text
    assert "dihapus oleh Endang" in text
    assert REASON in text


def test_verified_sessions_need_a_second_factor_again(official: User, administrator: User) -> None:
    client = proven_client(official)
    assert client.get("/admin/").status_code == 200
    reset_second_factor(official, by=administrator, reason=REASON)
    assert client.get("/admin/")["Location"].startswith("/akun/dua-langkah/")
    assert client.get("/api/v1/queue/").status_code == 403


@pytest.mark.parametrize("reason", ["", "  ", "ab"])
def test_a_reason_is_required(official: User, administrator: User, reason: str) -> None:
    with pytest.raises(InvalidInput, match="reason_required"):
        reset_second_factor(official, by=administrator, reason=reason)
    assert Authenticator.objects.filter(user=official).count() == 3


def test_nobody_resets_their_own(official: User) -> None:
    with pytest.raises(NotPermitted, match="own_second_factor"):
        reset_second_factor(official, by=official, reason=REASON)


def test_without_one_there_is_nothing_to_reset(administrator: User) -> None:
    with pytest.raises(Conflict, match="no_second_factor"):
        reset_second_factor(UserFactory(), by=administrator, reason=REASON)
    assert not OutboxMessage.objects.exists()


def test_the_record_is_append_only(official: User, administrator: User) -> None:
    row = reset_second_factor(official, by=administrator, reason=REASON)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecondFactorReset.objects.filter(pk=row.pk).update(reason="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def _page(client: Client, user: User, **form: str) -> Any:
    address = f"/admin/langkah-kedua/{user.pk}/"
    prove_again(client)
    return client.post(address, form, follow=True) if form else client.get(address)


def test_the_page_of_the_administrator(official: User, administrator: User) -> None:
    client = prove_again(proven_client(administrator))
    change = client.get(f"/admin/accounts/user/{official.pk}/change/").content.decode()
    assert f"/admin/langkah-kedua/{official.pk}/" in change
    assert "Atur ulang" in _page(client, official).content.decode()
    for wrong in ("", "a", "NIK 3578011708450003 benar"):
        answer = client.post(f"/admin/langkah-kedua/{official.pk}/", {"reason": wrong})
        assert answer.status_code == 400
        assert "errorlist" in answer.content.decode()
        assert f"{wrong}</textarea>" in answer.content.decode()
    done = _page(client, official, reason=REASON).content.decode()
    assert "orangnya diberi tahu" in done
    assert REASON in done
    assert "belum memasang langkah kedua" in done


def test_an_open_session_removes_no_factor(official: User, administrator: User) -> None:
    client, page = proven_client(administrator), f"/admin/langkah-kedua/{official.pk}/"
    for answer in (client.get(page), client.post(page, {"reason": REASON})):
        assert answer["Location"].startswith("/akun/dua-langkah/periksa/")
    assert Authenticator.objects.filter(user=official).exists()


def test_administrators_cannot_reset_their_own(administrator: User) -> None:
    page = _page(proven_client(administrator), administrator).content.decode()
    assert "oleh administrator lain" in page
    assert "<textarea" not in page
    assert (
        "oleh orang lain"
        in _page(proven_client(administrator), administrator, reason=REASON).content.decode()
    )


def test_other_officials_are_refused(official: User) -> None:
    other = proven_client(OfficialFactory(is_demo=False))
    assert _page(other, official).status_code == 403
    assert other.post(f"/admin/langkah-kedua/{official.pk}/", {"reason": REASON}).status_code == 403
    assert Authenticator.objects.filter(user=official).count() == 3


def test_the_command_helps_the_last_administrator(administrator: User, capsys: Any) -> None:
    give_application(administrator)
    call_command("reset_second_factor", administrator.email, reason=REASON)
    assert SecondFactorReset.objects.get().by is None
    assert "dihapus" in capsys.readouterr().out
    with pytest.raises(CommandError, match="belum memasang"):
        call_command("reset_second_factor", administrator.email, reason=REASON)
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("reset_second_factor", "tidak.ada@umkm.example", reason=REASON)
