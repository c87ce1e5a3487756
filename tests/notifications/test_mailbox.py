import re
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage

from notifications.channels import mailbox
from notifications.channels.mailbox import MailboxBackend, file_name, is_file_name


def stored(folder: str | Path) -> dict[str, ParsedMessage]:
    return {path.name: mailbox.read(path) for path in Path(folder).iterdir()}


def letter(message_id: str, subject: str = "Halo") -> EmailMessage:
    headers = {"Message-ID": message_id}
    return EmailMessage(subject, "Isi surat", "a@b.id", ["c@d.id"], headers=headers)


def test_message_is_stored_under_its_id(settings: Any) -> None:
    assert MailboxBackend().send_messages([letter("<1.email@portal>")]) == 1

    ((name, message),) = stored(settings.MAIL_DIR).items()
    assert name == "1.email@portal.eml"
    assert (message["Subject"], message["To"], message[mailbox.HANDOVERS]) == (
        "Halo",
        "c@d.id",
        "1",
    )


def test_repeat_replaces_the_file_and_is_counted(settings: Any) -> None:
    for subject in ("pertama", "kedua", "ketiga"):
        MailboxBackend().send_messages([letter("<1.email@portal>", subject)])

    ((name, message),) = stored(settings.MAIL_DIR).items()
    assert (name, message["Subject"], mailbox.handovers_of(message)) == (
        "1.email@portal.eml",
        "ketiga",
        3,
    )


def test_simultaneous_repeats_are_all_counted(settings: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: MailboxBackend().send_messages([letter("<1@p>")]), range(24)))

    (message,) = stored(settings.MAIL_DIR).values()
    assert mailbox.handovers_of(message) == 24


def test_letters_are_readable_by_the_owner_only(settings: Any) -> None:
    MailboxBackend().send_messages([letter("<1@p>")])

    folder = Path(settings.MAIL_DIR)
    assert (folder.stat().st_mode & 0o777, (folder / "1@p.eml").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )


def test_message_without_an_id_gets_one(settings: Any) -> None:
    MailboxBackend().send_messages([EmailMessage("s", "b", "a@b.id", ["c@d.id"])] * 2)

    assert len(stored(settings.MAIL_DIR)) == 2


def test_id_is_the_file_name() -> None:
    assert file_name("<5f0c.email@portal>") == "5f0c.email@portal"


@pytest.mark.parametrize("message_id", ["<../../etc/passwd>", "<.hidden>", "<>", "<a b@c>"])
def test_id_that_is_no_file_name_is_hashed(message_id: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", file_name(message_id))


@pytest.mark.parametrize("name", ["..", "a/b", "", ".a", "a\n", "a\\b", "x" * 201])
def test_paths_out_of_the_folder_are_no_file_names(name: str) -> None:
    assert not is_file_name(name)
