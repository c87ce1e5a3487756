"""The KBLI code on the forms of an enterprise: found by words, one edition at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from reference.enums import KbliVersion
from reference.models import Kbli
from reference.selectors.kbli import MOST_FOUND, kbli_by_words

# The codes offered beside the field, as the form sends them.
PICKED: Final = "kbli_pilihan"
_CODE: Final = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class KbliFound:
    """What the words found: codes with their titles, and the sentence that says what to do."""

    sentence: str
    codes: Sequence[tuple[str, str]] = ()


def picked_code(data: Any) -> Any:
    """Return the form's data with the picked code in place of the words typed.

    A code typed meanwhile takes precedence, and an invalid one is left for the refusal.
    """
    if data is None:
        return None
    picked, typed = str(data.get(PICKED) or ""), str(data.get("kbli") or "")
    if not _CODE.fullmatch(picked) or _CODE.search(typed):
        return data
    changed = data.copy()
    changed["kbli"] = picked
    return changed


def codes_for(words: str, version: str) -> KbliFound:
    """Return the codes of one edition that fit the words typed, at most MOST_FOUND."""
    if not any(char.isalpha() for char in words):
        return KbliFound(
            _("KBLI terdiri dari 5 angka, misalnya 31001. Anda juga dapat mengetik kata.")
        )
    if version not in KbliVersion.values:
        return KbliFound(_("Pilih edisi KBLI di bawah, lalu kirim lagi agar kodenya dicari."))
    edition = KbliVersion(version).label
    found = kbli_by_words(words, version)
    if not found:
        return KbliFound(
            _(
                "Tidak ada kode %(edition)s yang cocok dalam daftar kami, yang belum lengkap. Coba "
                "kata lain, atau tulis 5 angkanya bila Anda tahu."
            )
            % {"edition": edition}
        )
    codes = [(row.code, row.title) for row in found[:MOST_FOUND]]
    return KbliFound(_("Pilih satu kode %(edition)s di bawah ini.") % {"edition": edition}, codes)


def all_codes() -> list[tuple[str, str]]:
    """Return every code of the lists with its edition and title; one query.

    A code of both editions has both titles, since they may name different trades.
    """
    texts: dict[str, list[str]] = {}
    for row in Kbli.objects.order_by("code", "version"):
        texts.setdefault(row.code, []).append(f"{row.get_version_display()}: {row.title}")
    return [(code, " · ".join(each)) for code, each in texts.items()]
