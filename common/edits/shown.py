"""What a page showed of one row, sent back by its form so that a save overwrites nothing unseen.

The page carries a keyed digest per field and no value: a personal number is not in it, and without
the key nobody can test numbers against the digest.
"""

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self

from django.db.models import Model

from common.identity.crypto import keyed_digest

_MARK_BYTES: Final = 9
_DIGEST_BYTES: Final = 12
_MAX_FIELDS: Final = 400
_ENTRY: Final = re.compile(r"[\w.-]{1,80}:[\w-]{16}", re.ASCII)
_MARK: Final = re.compile(r"[\w-]{12}", re.ASCII)


@dataclass(frozen=True)
class FormSnapshot:
    """Which value of each field of `row` a page showed; a field without a digest was empty.

    `page` marks the page itself, so that its own earlier save is recognised.
    """

    row: str
    page: str
    digests: Mapping[str, str]

    @classmethod
    def of(cls, row: str, values: Mapping[str, Any]) -> Self:
        """Return what a new page shows, under a mark of its own."""
        empty = cls(row, secrets.token_urlsafe(_MARK_BYTES), {})
        return empty.knowing(values)

    @classmethod
    def read(cls, row: str, text: str) -> Self:
        """Read back `str()` of it; whatever cannot be read was not shown."""
        mark, *entries = text.split(";")[: _MAX_FIELDS + 1]
        if not _MARK.fullmatch(mark):
            return cls(row, "", {})
        pairs = (entry.partition(":") for entry in entries if _ENTRY.fullmatch(entry))
        return cls(row, mark, {name: digest for name, _colon, digest in pairs})

    def __str__(self) -> str:
        return ";".join([self.page, *(f"{name}:{of}" for name, of in self.digests.items())])

    def has(self, name: str, value: Any) -> bool:
        """Tell whether the page showed this value in the field."""
        return self.digests.get(name, "") == digest_of(self.row, name, value)

    def knowing(self, values: Mapping[str, Any]) -> Self:
        """Return the same page after it has shown these values too."""
        news = {name: digest_of(self.row, name, value) for name, value in values.items()}
        digests = {**self.digests, **news}
        return replace(self, digests={name: of for name, of in digests.items() if of})


def digest_of(row: str, name: str, value: Any) -> str:
    """Return a keyed digest of the value in its place, '' for an empty one."""
    text = plain(value)
    if not text:
        return ""
    digest = keyed_digest(purpose="shown")
    for part in (row, name, text):
        digest.update(f"{len(part)}:{part}".encode())
    return base64.urlsafe_b64encode(digest.digest()[:_DIGEST_BYTES]).decode()


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values of a field are the same to a person."""
    return plain(one) == plain(other)


def plain(value: Any) -> str:
    """Return the text that represents a value; line breaks as browsers send them are no change."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        # Several options ticked, in whatever order.
        return f"[{','.join(sorted(plain(each) for each in value))}]"
    return str(value).replace("\r\n", "\n")
