"""What is to be said to one person; an app's messages make it, its services hand it over. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Notice:
    """One message to one person: `context` is plain JSON for `templates/notifications/<key>/`.

    `recipient_id` is a user's, `link` a path of the portal.
    """

    key: str
    recipient_id: int
    context: Mapping[str, Any]
    link: str = ""
