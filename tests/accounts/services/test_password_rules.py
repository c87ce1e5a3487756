"""Which passwords are taken: none that is breached or trivial, and any composition otherwise."""

import re
import socket
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from common.identity.guessable import LOCAL_WORDS
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.phones import with_phone

pytestmark = pytest.mark.django_db


def codes(password: str, user: User | None = None) -> set[str | None]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "password1", "qwerty12345", "iloveyou123", "1q2w3e4r5t", "Bismillah165", "indonesia111",
        "sayangku2009", "PASSWORD123", "trustno1trustno1", "football2024", "12345678910",
        "1234567891011", "0987654321", "qwertyuiop123",
    ],
)  # fmt: skip
def test_breached_passwords_are_refused(password: str) -> None:
    assert codes(password) & {
        "password_breached", "password_too_common", "password_too_simple",
    }  # fmt: skip


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "kopikopikopikopi", "112233445566",
        "111111222222", "abcdefghijkl", "987654321098", "12345678901234567890", "qwertyasdfgh",
        "zxcvbnmzxcvbnm", "Surabaya2026", "surabaya!!!", "Rahasia#123", "portal-umkm-2026",
        "UMKM-JATIM-1", "p@ssw0rd", "Jawa Timur 99", "sayangku123!", "admin.2026", "1qaz2wsx3edc",
        "persebaya1927", "        ", "________________",
    ],
)  # fmt: skip
def test_trivial_passwords_are_refused(password: str) -> None:
    assert codes(password) & {"password_too_simple", "password_too_common", "password_breached"}


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD, "tenun-gresik-77-pagi", "kuda naik becak ungu", "739104628517", "8306174925",
        "5829 3047 1186 2094", "73-91-04-62-85-17", "ÀÉÎÕÜ-ñandú-çedilla", "雨の日は家で寝る",
        "x" + "kopi tubruk senja " * 6, "lumpia7sore9hujan", "vQ8#tz!m",
    ],
)  # fmt: skip
def test_any_composition_is_taken(password: str) -> None:
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("83061749", "password_entirely_numeric"),
        ("830617492", "password_entirely_numeric"),
        ("081330572846", "password_known_number"),
        ("+62 813-3057-2846", "password_known_number"),
        ("3578014507900003", "password_known_number"),
        ("pendek", "password_too_short"),
    ],
)
def test_short_digits_and_known_numbers_are_refused(password: str, code: str) -> None:
    assert code in codes(password)


def test_the_persons_own_data_are_refused() -> None:
    person: Any = UserFactory(name="Sri Wahyuningtyas", email="tyas.batik@contoh.id")
    with_phone(person, phone="+6281330572846")
    assert "password_too_similar" in codes("wahyuningtyas", person)
    assert "password_too_similar" in codes("tyas.batik@contoh", person)
    assert "password_known_number" in codes("81330572846", person)
    assert codes("81330572846") == set()


def test_the_lists_are_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("asked somebody else")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert "password_breached" in codes("indonesia111")


@pytest.mark.parametrize("typed", ["indonesia111", "Surabaya2026", "83061749"])
def test_every_form_refuses_them_in_words(typed: str, client: Client) -> None:
    form = {"name": "Siti", "email": "siti@contoh.id", "password1": typed, "consent": "on"}
    sign_up = client.post("/daftar/", form)
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    change = client.post(
        "/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": typed, "password2": typed}
    )
    for answer in (sign_up, change):
        assert answer.status_code == 200
        (said,) = answer.context["form"].errors["password1"][:1]
        assert said
        assert typed not in answer.content.decode()
    assert not User.objects.filter(email="siti@contoh.id").exists()


def test_a_password_is_what_was_typed(client: Client) -> None:
    odd = "  Kopi\u00a0SENJA\u200d di teras  "
    person: Any = UserFactory()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    form = {"oldpassword": PASSWORD, "password1": odd, "password2": odd}
    assert client.post("/akun/sandi/ubah/", form).status_code == 302
    for typed, status in ((odd.strip(), 200), (odd.lower(), 200), (odd[:-2], 200), (odd, 302)):
        answer = Client().post("/masuk/", {"login": person.email, "password": typed})
        assert answer.status_code == status, repr(typed)


def test_fields_are_masked_and_helped_by_managers(client: Client) -> None:
    for address, helps in (
        ("/masuk/", ["current-password"]),
        ("/daftar/", ["new-password"]),
        ("/akun/sandi/ubah/", ["current-password", "new-password", "new-password"]),
    ):
        if address.startswith("/akun/"):
            client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(address).content.decode()
        fields = re.findall(r"<input[^>]*password[^>]*>", page)
        assert [re.findall(r'autocomplete="([^"]+)"', field)[0] for field in fields] == helps
        assert all('type="password"' in field for field in fields)
        assert "onpaste" not in page


def test_the_list_of_local_words_is_a_list() -> None:
    words = LOCAL_WORDS.read_text().split()
    assert words == sorted(set(words))
    assert {"surabaya", "umkm", "rahasia", "portalumkm"} <= set(words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
