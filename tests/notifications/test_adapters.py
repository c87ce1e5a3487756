from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.models import User
from notifications.adapters import AccountAdapter
from notifications.models import OutboxMessage
from notifications.services.delivery import deliver_due
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> Iterator[HttpRequest]:
    request = rf.get("/", SERVER_NAME="localhost")
    with context.request_context(request):
        yield request


@pytest.fixture
def adapter(request_: HttpRequest) -> AccountAdapter:
    adapter = get_adapter(request_)
    assert isinstance(adapter, AccountAdapter)
    return adapter


CONFIRM = "account/email/email_confirmation_signup"
SECRET = {"activate_url": "http://localhost/akun/konfirmasi/rahasia/", "user": None}


def test_mail_waits_in_the_outbox(adapter: AccountAdapter) -> None:
    adapter.send_mail(CONFIRM, "baru@contoh.id", SECRET)

    message = OutboxMessage.objects.get()
    assert (message.key, message.address, message.recipient) == (
        "account.mail",
        "baru@contoh.id",
        None,
    )
    assert message.context["subject"] == "Konfirmasi alamat surel Anda"
    assert message.context["language"] == "id"
    assert "http://localhost/akun/konfirmasi/rahasia/" in message.context["body"]


def test_secret_link_is_sent_and_wiped_from_the_outbox(
    adapter: AccountAdapter, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
    adapter.send_mail(CONFIRM, "baru@contoh.id", SECRET)

    deliver_due()

    assert OutboxMessage.objects.get().context == {}
    (letter,) = Path(settings.MAIL_DIR).iterdir()
    assert "konfirmasi/rahasia/" in letter.read_text()


LETTERS: list[tuple[str, dict[str, Any]]] = [
    (CONFIRM, SECRET),
    ("account/email/email_confirmation", SECRET),
    ("account/email/password_reset_key", {"password_reset_url": "http://localhost/r/"}),
    (
        "account/email/account_already_exists",
        {"password_reset_url": "http://localhost/r/", "signup_url": "http://localhost/s/"},
    ),
    ("account/email/unknown_account", {"signup_url": "http://localhost/s/"}),
    ("account/email/password_changed", {}),
    ("account/email/password_reset", {}),
    ("account/email/password_set", {}),
    ("account/email/email_changed", {"from_email": "a@b.id", "to_email": "c@d.id"}),
    ("account/email/email_confirm", {}),
    ("account/email/email_deleted", {"deleted_email": "a@b.id"}),
]


@pytest.mark.parametrize(("prefix", "values"), LETTERS)
def test_every_mail_is_in_plain_indonesian(
    prefix: str, values: dict[str, Any], adapter: AccountAdapter
) -> None:
    with translation.override("id"):
        adapter.send_mail(prefix, "o'brien@contoh.id", values)

    text = OutboxMessage.objects.get().context
    assert text["body"].startswith("Halo,\n\n")
    assert not any(word in text["body"] for word in ("Hello", "You", "&#x27;", "example.com"))
    assert text["subject"]
    assert all(url in text["body"] for url in values.values() if prefix == CONFIRM and url)


@pytest.mark.parametrize(("is_staff", "address"), [(True, "/admin/"), (False, "/pengajuan/")])
def test_people_land_where_they_work(
    is_staff: bool, address: str, adapter: AccountAdapter, request_: HttpRequest
) -> None:
    request_.user = User(email="siti@contoh.id", is_staff=is_staff)

    assert adapter.get_login_redirect_url(request_) == address


def test_a_new_device_gets_the_language_chosen_before(client: Client) -> None:
    person = UserFactory(language="en")
    response = client.post("/masuk/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response.cookies["django_language"].value == "en"
