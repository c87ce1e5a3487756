import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.db import IntegrityError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.models import User
from common.dates import clock
from notifications.adapters import AccountAdapter
from notifications.models import OutboxMessage
from notifications.services.delivery import deliver_due
from notifications.services.outbox import enqueue
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.letters import letter_text

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
    assert message.context == {"language": "id"}
    text = json.loads(message.sealed)["secret"]
    assert text["subject"] == "Konfirmasi alamat email Anda"
    assert "http://localhost/akun/konfirmasi/rahasia/" in text["body"]


def test_no_column_of_the_outbox_holds_the_link(adapter: AccountAdapter) -> None:
    adapter.send_mail(CONFIRM, "baru@contoh.id", SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM notifications_outboxmessage AS m")
        (row,) = cursor.fetchone()
    assert "rahasia" not in row
    assert b"rahasia".hex() not in row


@pytest.mark.parametrize("name", ["subject", "body", "code"])
def test_the_database_refuses_a_letter_that_is_not_sealed(name: str) -> None:
    with pytest.raises(IntegrityError, match="outbox_secret_text_is_sealed"):
        enqueue(key="account.mail", address="a@contoh.id", context={name: "rahasia"})


def test_the_database_refuses_a_seal_on_an_ended_message(adapter: AccountAdapter) -> None:
    adapter.send_mail(CONFIRM, "baru@contoh.id", SECRET)
    with pytest.raises(IntegrityError, match="outbox_ended_is_wiped"):
        OutboxMessage.objects.update(finished_at=clock.now())


def test_secret_link_is_sent_and_wiped_from_the_outbox(
    adapter: AccountAdapter, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
    adapter.send_mail(CONFIRM, "baru@contoh.id", SECRET)

    deliver_due()

    message = OutboxMessage.objects.get()
    assert (message.context, message.sealed, message.finished_at is None) == ({}, "", False)
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

    text = json.loads(OutboxMessage.objects.get().sealed)["secret"]
    assert text["body"].startswith("Halo,\n\n")
    assert not any(word in text["body"] for word in ("Hello", "You", "&#x27;", "example.com"))
    assert text["subject"]
    assert all(url in text["body"] for url in values.values() if prefix == CONFIRM and url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:1234"])
def test_links_of_letters_begin_with_the_address_of_the_portal(host: str, settings: Any) -> None:
    settings.PORTAL_URL = "https://umkm.example.go.id"
    settings.ALLOWED_HOSTS = ["*"]
    settings.PORTAL_TRUSTED_PROXIES = 0
    known, client = (
        UserFactory(),
        Client(headers={"host": host, "x-forwarded-host": "jahat.example"}),
    )
    for address in (known.email, "tidak-ada@contoh.id"):
        client.post("/akun/sandi/lupa/", {"email": address})
    form = {"name": "Siti", "password1": "tenun-gresik-77-pagi", "consent": "on"}
    client.post("/daftar/", {**form, "email": "baru@contoh.id"})
    client.post("/daftar/", {**form, "email": known.email})

    letters = [letter_text(message) for message in OutboxMessage.objects.all()]
    links = [word for text in letters for word in text.split() if "://" in word]
    assert len(letters) == len(links) == 4
    assert {link[:26] for link in links} == {"https://umkm.example.go.id"}


def test_the_link_of_a_letter_opens_its_page(settings: Any) -> None:
    settings.PORTAL_URL = "https://umkm.example.go.id"
    client, person = Client(), UserFactory()
    client.post("/akun/sandi/lupa/", {"email": person.email})
    text = letter_text()
    (link,) = [word for word in text.split() if "://" in word]
    answer = client.get(link.removeprefix("https://umkm.example.go.id"), follow=True)
    assert "Tautan ini tidak berlaku lagi" not in answer.content.decode()
    assert 'name="password1"' in answer.content.decode()


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
