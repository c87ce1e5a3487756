"""What is known about the signatures of a PDF; imports nothing that reads one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

# A document has few; more are counted, but not read.
MOST_READ: Final = 20
MOST_COUNTED: Final = 100_000
MAX_SIGNER: Final = 120
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2200


class SignatureState(StrEnum):
    """What one signature says about the file, which never proves who really has the key."""

    WHOLE = "whole"
    SIGNED_AGAIN = "signed_again"
    CHANGED = "changed"
    BROKEN = "broken"
    PARTIAL = "partial"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Signature:
    """One signature, or with `is_timestamp` the time stamp of an authority on the whole file.

    `signer` is the common name in the certificate, "" where there is none. `signed_at` is the time
    as the signer claims it, `stamped_at` that of an authority's stamp on the signature.
    `fingerprint` is the certificate's SHA-256 in hex, which distinguishes a known key from another
    of the same name. `covered` counts the bytes from the beginning of the file up to the end of
    what was signed, 0 where that is unknown.
    """

    signer: str
    signed_at: datetime | None
    stamped_at: datetime | None
    is_timestamp: bool
    state: SignatureState
    fingerprint: str = field(default="", compare=False)
    covered: int = field(default=0, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, from which `signature_from` makes it again."""
        return {
            "signer": self.signer,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "stamped_at": self.stamped_at.isoformat() if self.stamped_at else None,
            "is_timestamp": self.is_timestamp,
            "state": str(self.state),
            "fingerprint": self.fingerprint,
            "covered": self.covered,
        }


@dataclass(frozen=True)
class Signatures:
    """The signatures of one file: how many there are, 0 if unknown, and the first twenty."""

    count: int
    read: Sequence[Signature]


# A file that claims to be signed, about which nothing more is known.
UNREADABLE: Final = Signatures(0, ())


def signatures_from(answer: Mapping[str, Any]) -> Signatures:
    """Return what the reading process wrote, checked again, since it had read an untrusted file.

    Raises ValueError, TypeError or KeyError for what that process never writes.
    """
    rows = answer["signatures"][:MOST_READ]
    count = min(max(int(answer["count"]), len(rows)), MOST_COUNTED)
    return Signatures(count, tuple(signature_from(row) for row in rows))


def signature_from(row: Mapping[str, Any]) -> Signature:
    """Return one signature from its plain values."""
    return Signature(
        signer=plain_name(str(row["signer"])),
        signed_at=_time(row["signed_at"]),
        stamped_at=_time(row["stamped_at"]),
        is_timestamp=row["is_timestamp"] is True,
        state=SignatureState(row["state"]),
        # Rows that were read before these were asked for have neither.
        fingerprint=_hex(row.get("fingerprint", "")),
        covered=max(0, int(row.get("covered", 0))),
    )


def _hex(text: Any) -> str:
    return text if isinstance(text, str) and _FINGERPRINT.fullmatch(text) else ""


def plain_name(text: str) -> str:
    """Return a name without line breaks, direction marks and the like, at most 120 characters."""
    text = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    text = "".join(char for char in text if not unicodedata.category(char).startswith("C"))
    return " ".join(text.split())[:MAX_SIGNER].rstrip()


def plausible_time(moment: Any) -> datetime | None:
    """Return a time with offset that a calendar can show, None for anything else."""
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        return None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _time(text: str | None) -> datetime | None:
    return None if text is None else plausible_time(datetime.fromisoformat(text))
