"""Who stated a particular of an enterprise, and when, in words."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from common.text.formats import date_short
from enterprises.enums import StatedBy
from enterprises.models import Enterprise
from enterprises.policies.statements import latest

_WORDS: Mapping[str, Promise] = {
    StatedBy.OWNER: gettext_lazy("menurut pelaku usaha, %(day)s"),
    StatedBy.HELPER: gettext_lazy("menurut pendamping, %(day)s"),
    StatedBy.OFFICIAL: gettext_lazy("diperbaiki dinas, %(day)s"),
    StatedBy.REGISTER: gettext_lazy("dari register dinas, %(day)s"),
    StatedBy.CHECK: gettext_lazy("dari cek kelayakan pelaku usaha, %(day)s"),
}
_OWN_WORDS: Mapping[str, Promise] = {
    StatedBy.OWNER: gettext_lazy("menurut Anda, %(day)s"),
    StatedBy.CHECK: gettext_lazy("dari cek kelayakan Anda, %(day)s"),
}


def read_as_one(name: str) -> tuple[str, ...]:
    """Return the particulars that a row shows together: a KBLI code means its edition."""
    return (name, "kbli_version") if name == "kbli" else (name,)


def source_words(enterprise: Enterprise, *names: str, own_since: date | None = None) -> str:
    """Return who stated these particulars last and on which day; empty where it is not known.

    `own_since` is the day since which the reader alone acts for the enterprise, if they do.
    """
    known = latest(enterprise.stated, *names)
    return said_words(known["by"], date.fromisoformat(known["on"]), own_since) if known else ""


def said_words(by: str, on: date, own_since: date | None = None) -> str:
    """Return by whom something was stated and on which day."""
    is_own = own_since is not None and own_since <= on and by in _OWN_WORDS
    words = _OWN_WORDS[by] if is_own else _WORDS[by]
    return str(words) % {"day": date_short(on)}
