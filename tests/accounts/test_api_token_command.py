"""`manage.py api_token`: issued, shown once, listed, revoked."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role, SecurityAction
from accounts.models import ApiToken, SecurityEvent
from accounts.selectors.tokens import find_token
from accounts.services.tokens import issue_token, revoke_tokens_of
from common.dates import clock
from common.errors import InvalidInput
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import give_application

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("api_token", *arguments, stdout=out)
    return out.getvalue()


def test_a_key_is_printed_once_and_ends_by_date() -> None:
    person = UserFactory()
    plain = run(
        "issue", str(person.email).upper(), "--name", "antrean bank", "--days", "30"
    ).strip()
    row = find_token(plain)
    assert row is not None
    assert (row.user, row.label) == (person, "antrean bank")
    assert row.expires_at is not None
    assert timedelta(days=29) < row.expires_at - clock.now() <= timedelta(days=30)
    assert plain not in run("list")
    assert plain not in str(ApiToken.objects.values().get())
    event = SecurityEvent.objects.get(action=SecurityAction.TOKEN_ISSUED)
    assert (event.person, event.subject, event.words) == (None, person, "antrean bank")


def test_without_days_a_key_lasts_a_year() -> None:
    row = find_token(run("issue", str(UserFactory().email), "--name", "uji").strip())
    assert row is not None
    assert row.expires_at is not None
    assert (row.expires_at - clock.now()).days in (364, 365)


def test_the_list_says_whose_and_until_when_and_a_revoked_key_is_dead() -> None:
    person = UserFactory(name="Sari")
    plain = run("issue", str(person.email), "--name", "uji").strip()
    row = ApiToken.objects.get()
    assert run("list").split("\t")[:3] == [str(row.pk), "Sari", "uji"]
    assert run("list").rstrip().endswith("berlaku")
    assert run("revoke", str(row.pk)) == "Kunci dicabut.\n"
    assert find_token(plain) is None
    assert run("list").rstrip().endswith("dicabut")
    run("revoke", str(row.pk))
    assert SecurityEvent.objects.filter(action=SecurityAction.TOKEN_REVOKED).count() == 1


def test_a_key_ends_with_the_account() -> None:
    person = UserFactory()
    plain = run("issue", str(person.email), "--name", "uji").strip()
    person.is_active = False
    person.save()
    assert find_token(plain) is None
    assert run("list").rstrip().endswith("berakhir")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("issue", "tidak@ada.example", "--name", "uji"), "Tidak ada akun"),
        (("issue", "orang@uji.example", "--name", " "), "Tulis untuk apa"),
        (("issue", "orang@uji.example", "--name", "x" * 81), "Tulis untuk apa"),
        (("issue", "orang@uji.example", "--name", "uji", "--days", "0"), "1 sampai 730 hari"),
        (("issue", "orang@uji.example", "--name", "uji", "--days", "731"), "1 sampai 730 hari"),
        (("revoke", "12"), "Tidak ada kunci"),
        (("revoke", "-1"), "Tidak ada kunci"),
        (("revoke", "9" * 30), "Tidak ada kunci"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    UserFactory(email="orang@uji.example")
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.AUDITOR, Role.PARTNER])
def test_an_official_needs_the_second_factor_at_issue(role: Role) -> None:
    official = OfficialFactory(role=role, is_demo=False)
    with pytest.raises(CommandError, match="belum memasang langkah kedua"):
        run("issue", str(official.email), "--name", "uji")
    assert not ApiToken.objects.exists()
    give_application(official)
    assert find_token(run("issue", str(official.email), "--name", "uji").strip()) is not None


def test_the_account_of_a_key_must_be_active() -> None:
    person = UserFactory(is_active=False)
    with pytest.raises(CommandError, match="tidak aktif"):
        run("issue", str(person.email), "--name", "uji")


def test_all_keys_of_a_person_can_be_ended_together() -> None:
    person, other = UserFactory(), UserFactory()
    mine = [issue_token(person, "satu")[0], issue_token(person, "dua")[0]]
    theirs = issue_token(other, "lain")[0]
    assert revoke_tokens_of(person) == 2
    assert [find_token(plain) for plain in mine] == [None, None]
    assert find_token(theirs) is not None
    with pytest.raises(InvalidInput, match="label_required"):
        issue_token(person, "")
