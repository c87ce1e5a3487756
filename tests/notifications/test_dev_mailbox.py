import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from notifications.channels.mailbox import MailboxBackend
from notifications.web import mailbox as pages

pytestmark = pytest.mark.django_db


def store_letter(name: str, *, subject: str = "Konfirmasi", body: str = "Isi", at: int = 0) -> str:
    headers = {"Message-ID": f"<{name}.email@portal>"}
    MailboxBackend().send_messages(
        [EmailMessage(subject, body, "portal@umkm.example", ["siti@contoh.id"], headers=headers)]
    )
    path = MailboxBackend().folder / f"{name}.email@portal.eml"
    os.utime(path, (at, at))
    return f"/dev/surat/{name}.email@portal/"


def test_letters_are_listed_newest_first(client: Client) -> None:
    store_letter("lama", at=1000)
    store_letter("baru", at=2000)

    letters = client.get("/dev/surat/").context["letters"]

    assert [letter.name for letter in letters] == ["baru.email@portal", "lama.email@portal"]
    assert (letters[0].subject, letters[0].to) == ("Konfirmasi", "siti@contoh.id")


def test_number_of_letters_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_SHOWN", 2)
    for at in range(3):
        store_letter(f"surat{at}", at=at)

    letters = client.get("/dev/surat/").context["letters"]

    assert [letter.name for letter in letters] == ["surat2.email@portal", "surat1.email@portal"]


def test_empty_mailbox_says_when_letters_come(client: Client) -> None:
    assert "Belum ada surat" in client.get("/dev/surat/").content.decode()


def test_link_of_a_letter_is_clickable_and_its_text_escaped(client: Client) -> None:
    address = store_letter(
        "satu", body="<script>x</script>\nhttp://127.0.0.1:8000/akun/k/a:b-c_d/\n"
    )

    response = client.get(address)

    page = response.content.decode()
    assert 'href="http://127.0.0.1:8000/akun/k/a:b-c_d/"' in page
    assert "<script>x" not in page
    assert "no-store" in response["Cache-Control"]


def test_repeated_letter_says_so(client: Client) -> None:
    store_letter("satu")

    assert "diserahkan 2 kali" in client.get(store_letter("satu")).content.decode()


@pytest.mark.parametrize(
    "name", ["tidak-ada", "..", "%2e%2e%2fkeys%2fsecret_key", "..%5ckeys", ".tersembunyi"]
)
def test_nothing_but_letters_can_be_opened(name: str, client: Client, settings: Any) -> None:
    keys = Path(settings.MAIL_DIR).parent / "keys"
    keys.mkdir(parents=True)
    (keys / "secret_key.eml").write_text("Subject: rahasia\n\nrahasia")

    assert client.get(f"/dev/surat/{name}/").status_code == 404


def test_portal_without_demo_data_has_no_such_pages(client: Client, settings: Any) -> None:
    address = store_letter("satu")
    settings.PORTAL_DEMO = False

    assert [client.get(url).status_code for url in ("/dev/surat/", address)] == [404, 404]
