"""A mail backend for a portal without a mail server: one file per Message-ID."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

HANDOVERS = "X-Portal-Handovers"
SUFFIX = ".eml"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,199}")


def is_file_name(name: str) -> bool:
    """Tell whether the text names a file inside the mailbox, never a path out of it."""
    return _SAFE_NAME.fullmatch(name) is not None


def file_name(message_id: str) -> str:
    """Return the name of a message's file, without suffix: its id, or the id's hash."""
    name = message_id.strip().removeprefix("<").removesuffix(">")
    return name if is_file_name(name) else hashlib.sha256(name.encode()).hexdigest()


class MailboxBackend(BaseEmailBackend):
    """Writes messages to MAIL_DIR; a repeat replaces the file and counts its handovers in it."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.folder = Path(settings.MAIL_DIR)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            self._store(message)
        return len(email_messages)

    def _store(self, message: EmailMessage) -> None:
        raw = message.message()
        path = self.folder / (file_name(str(raw["Message-ID"])) + SUFFIX)
        # Two workers with the same repeat must not both count "second".
        with self._lock():
            raw[HANDOVERS] = str(handovers(path) + 1)
            draft = path.with_suffix(".new")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(raw.as_bytes())
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def read(path: Path) -> ParsedMessage:
    """Return the message in the file. Raises OSError when there is none."""
    return message_from_bytes(path.read_bytes(), _class=ParsedMessage, policy=policy.default)


def handovers_of(message: ParsedMessage) -> int:
    """Return how many times the stored message was handed over."""
    return int(message[HANDOVERS] or 1)


def handovers(path: Path) -> int:
    """Return how many times the message in the file was handed over; 0 without the file."""
    try:
        return handovers_of(read(path))
    except FileNotFoundError:
        return 0
