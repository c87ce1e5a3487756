"""Checks of letters by their code, by the public; each is counted, without the visitor."""

from typing import Final

from django.utils.translation import gettext as _

from common.errors import InvalidInput, NotFound
from letters.enums import CheckWay
from letters.policies.codes import LENGTH, LOOK_ALIKES, CodeFault, fault_of, read_code
from letters.selectors.verified import Verified, verified_by_code
from letters.services.check_limits import admit, count_wrong
from letters.services.check_log import record_check

UNKNOWN: Final = "unknown_code"


def check_code(text: str, *, network: str) -> Verified:
    """Return the document that the code identifies. Counts the check.

    Raises NotFound `unknown_code`, InvalidInput with why it can be no code, TooManyRequests.
    """
    admit(network)
    require_readable(text)
    found = verified_by_code(read_code(text) or "")
    if found is None:
        count_wrong("codes", network)
    record_check(CheckWay.CODE, found.letter_id if found is not None else None)
    if found is None:
        raise NotFound(
            UNKNOWN,
            _("Tidak ada surat dengan kode ini. Cocokkan lagi dengan kode yang tercetak."),
            field="code",
        )
    return found


def require_readable(text: str) -> None:
    """Raise InvalidInput, in words, for what can be no code.

    Its codes: `code_empty`, `code_characters`, `code_length`, `code_check`.
    """
    fault = fault_of(text)
    if fault is not None:
        raise InvalidInput(f"code_{fault.what}", _words(fault), field="code")


def _words(fault: CodeFault) -> str:
    match fault.what:
        case "empty":
            return _("Ketik kode yang tercetak di dekat kode QR pada suratnya.")
        case "characters":
            return _characters(fault.characters)
        case "length":
            return _(
                "Kode terdiri atas %(length)s huruf dan angka, dan yang Anda ketik %(typed)s. "
                "Cocokkan lagi dengan suratnya."
            ) % {"length": LENGTH, "typed": fault.length}
        case _:
            return _(
                "Ada huruf atau angka yang salah ketik atau tertukar: huruf terakhir kode tidak "
                "cocok dengan yang lain. Cocokkan lagi satu per satu dengan suratnya."
            )


def _characters(characters: tuple[str, ...]) -> str:
    text = _(
        "Kode tidak pernah memuat %(characters)s. Yang tidak dipakai dalam kode: 0, O, 1, I, L, "
        "dan U."
    ) % {"characters": ", ".join(characters)}
    typed_by_meant: dict[str, list[str]] = {}
    for typed in characters:
        if typed in LOOK_ALIKES:
            typed_by_meant.setdefault(LOOK_ALIKES[typed], []).append(typed)
    hints = [
        _("Yang tampak seperti %(typed)s mungkin %(meant)s.")
        % {"typed": ", ".join(typed), "meant": ", ".join(meant)}
        for meant, typed in typed_by_meant.items()
    ]
    return " ".join([text, *hints])
