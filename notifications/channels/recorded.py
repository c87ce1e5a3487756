"""Phone messages of a portal without a gateway: one line of JSON each, in a file per channel.

A line is written whole or is not read: a crash in the middle leaves a line that is no JSON. A
repeat is another line with the same id; readers count it as a handover.
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
from notifications.channels.base import Letter, UndeliverableError
from notifications.enums import Channel

SUFFIX = ".jsonl"
# Readers look at the end of a file only: a portal that is shown to many must not read it all.
READ_BYTES = 256 * 1024
_PHONE = re.compile(r"\+628\d{7,12}")


@dataclass(frozen=True)
class RecordedMessage:
    """One line of a file; `handovers` counts the lines with the same id."""

    id: str
    to: str
    text: str
    at: datetime
    handovers: int


class RecordedChannel:
    """What both phone channels share: the number, and the file that stands for a gateway."""

    channel: ClassVar[Channel]

    def obstacle(self, recipient: User | None, address: str) -> str:
        return "" if _PHONE.fullmatch(address) else "nomor ponsel tidak ada"

    def send(self, letter: Letter) -> None:
        if not _PHONE.fullmatch(letter.address):
            raise UndeliverableError("nomor ponsel tidak ada")
        line = {
            "id": f"{letter.id}.{self.channel.value}",
            "to": letter.address,
            "text": self.text_of(letter),
            "at": clock.now().isoformat(),
        }
        path = file_of(self.channel)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            # The first break ends what a crash left unfinished.
            out.write(b"\n" + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def text_of(self, letter: Letter) -> str:
        """The message as it would leave the house."""
        raise NotImplementedError


def file_of(channel: Channel) -> Path:
    """The file that stands for the gateway of a channel."""
    return Path(settings.MAIL_DIR) / f"{channel.value}{SUFFIX}"


def recorded(channel: Channel) -> list[RecordedMessage]:
    """The messages at the end of the channel's file, the oldest first."""
    found: dict[str, RecordedMessage] = {}
    for line in _tail(file_of(channel)):
        try:
            row = json.loads(line)
            key, at = str(row["id"]), datetime.fromisoformat(row["at"])
            times = found[key].handovers + 1 if key in found else 1
            found[key] = RecordedMessage(key, str(row["to"]), str(row["text"]), at, times)
        except (ValueError, KeyError, TypeError):
            continue
    return list(found.values())


def _tail(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            start = max(0, file.seek(0, os.SEEK_END) - READ_BYTES)
            file.seek(start)
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    return [line for line in (lines[1:] if start else lines) if line]
