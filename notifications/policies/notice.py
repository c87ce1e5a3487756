"""A message before it is written: an app's `messages` build it, its services enqueue it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Notice:
    """One message to one person: `context` is plain JSON for `templates/notifications/<key>/`.

    `recipient_id` is the id of a user, `link` a path of the portal.
    """

    key: str
    recipient_id: int
    context: Mapping[str, Any]
    link: str = ""
