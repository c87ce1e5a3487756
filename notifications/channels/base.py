"""The interface of a channel: what it receives and what it may raise."""

import uuid
from dataclasses import dataclass
from typing import Protocol

from accounts.models import User


@dataclass(frozen=True)
class OutgoingMessage:
    """One rendered message to one person on one channel.

    `id` is the outbox row's: a channel derives from it the identity by which the receiving side
    recognises a repeat. `address` is an e-mail address or, on a phone channel, a number. `link` is
    a path of the portal or empty, `url` the same with scheme and host.
    """

    id: uuid.UUID
    recipient: User | None
    address: str
    subject: str
    text: str
    html: str
    link: str
    url: str
    key: str = ""


class UndeliverableError(Exception):
    """The channel refused permanently; the text is the reason for staff, without addresses."""


class ChannelAdapter(Protocol):
    """One way to reach a person; a new one is an entry in the enum, a class and a setting."""

    def obstacle(self, recipient: User | None, address: str) -> str:
        """Return why this person cannot be reached this way at all; empty when they can."""

    def send(self, message: OutgoingMessage) -> None:
        """Send the message; after a crash it may be called again with the same message.

        Raises UndeliverableError when a retry is useless; after any other exception it is retried.
        """
