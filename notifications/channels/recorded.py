"""Phone messages of a portal without a gateway: one line of JSON each, in a file per channel.

An incomplete line, left by a crash, is not valid JSON and is skipped. A repeat is another line with
the same id; readers count it as a handover.
"""

import fcntl
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from accounts.models import User
from common.dates import clock
from common.text.marking import gettext_noop
from notifications.channels.base import OutgoingMessage, UndeliverableError
from notifications.enums import Channel

SUFFIX = ".jsonl"
# Readers read only the end of a file, which may be long on a public demo.
READ_BYTES = 256 * 1024
_PHONE = re.compile(r"\+628\d{7,12}")
_NO_NUMBER = gettext_noop("nomor ponsel tidak ada")


@dataclass(frozen=True)
class RecordedMessage:
    """One line of a file; `handovers` counts the lines with the same id."""

    id: str
    to: str
    text: str
    at: datetime
    handovers: int


class RecordedChannel:
    """Base of both phone channels: checks the number, and writes to the file of the channel."""

    channel: ClassVar[Channel]

    def obstacle(self, recipient: User | None, address: str) -> str:
        return "" if _PHONE.fullmatch(address) else _NO_NUMBER

    def send(self, message: OutgoingMessage) -> None:
        if not _PHONE.fullmatch(message.address):
            raise UndeliverableError(_NO_NUMBER)
        line = {
            "id": f"{message.id}.{self.channel.value}",
            "to": message.address,
            "text": self.text_of(message),
            "at": clock.now().isoformat(),
        }
        path = file_of(self.channel)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            # The first newline ends a line that a crash left incomplete.
            out.write(b"\n" + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def text_of(self, message: OutgoingMessage) -> str:
        """Return the message as the gateway would receive it."""
        raise NotImplementedError


def file_of(channel: Channel) -> Path:
    """Return the file that replaces the gateway of a channel."""
    return Path(settings.MAIL_DIR) / f"{channel.value}{SUFFIX}"


def recorded_messages(channel: Channel) -> list[RecordedMessage]:
    """Return the messages at the end of the channel's file, the oldest first."""
    messages: dict[str, RecordedMessage] = {}
    for line in _tail(file_of(channel)):
        try:
            row = json.loads(line)
            key, at = str(row["id"]), datetime.fromisoformat(row["at"])
            times = messages[key].handovers + 1 if key in messages else 1
            messages[key] = RecordedMessage(key, str(row["to"]), str(row["text"]), at, times)
        except (ValueError, KeyError, TypeError):
            continue
    return list(messages.values())


def _tail(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            start = max(0, file.seek(0, os.SEEK_END) - READ_BYTES)
            file.seek(start)
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    return [line for line in (lines[1:] if start else lines) if line]
