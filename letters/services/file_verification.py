"""Checks of a PDF that a person holds; it is read in a process of its own and never stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.dates import clock
from common.errors import DomainError, InvalidInput, TooLarge, Unavailable, UnsupportedMedia
from common.files.cleaning.refused import Refused
from common.files.examining import HeldPdf, held_pdf, sha256_of_first, signatures_of
from common.files.signatures.found import Signature, Signatures, SignatureState
from common.files.signatures.process import says_it_is_signed
from common.identity.look_alikes import is_called_like
from letters.enums import CheckWay
from letters.models import SealKey
from letters.selectors.verified import Verified, verified_by_sha256
from letters.services.check_limits import admit, count_wrong
from letters.services.check_log import record_check
from letters.services.seal import COMMON_NAME

MATCHING: Final = frozenset({SignatureState.WHOLE, SignatureState.SIGNED_AGAIN})
_WITH_A_BEGINNING: Final = MATCHING | {SignatureState.CHANGED}


class Finding(StrEnum):
    """What a file turned out to be.

    ISSUED: byte for byte what the office issued. PADDED, SIGNED_AGAIN, CHANGED: it begins with
    that, followed by blanks, by signatures of others, by something else. SEALED: the portal's seal,
    intact, on an unrecorded file. BROKEN: the portal's seal, which the file does not match.
    IMPOSTOR: the seal's name, or one that looks like it, with another key. FOREIGN: signed by
    others. UNREADABLE: it claims to be signed, and cannot be read. UNSIGNED: no signature at all.
    """

    ISSUED = "issued"
    PADDED = "padded"
    SIGNED_AGAIN = "signed_again"
    CHANGED = "changed"
    SEALED = "sealed"
    BROKEN = "broken"
    IMPOSTOR = "impostor"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"


@dataclass(frozen=True)
class CheckedFile:
    """The finding, its letter where one is known, and the signatures that it is about."""

    finding: Finding
    sha256: str
    as_of: datetime
    verified: Verified | None = None
    signatures: Sequence[Signature] = ()

    @property
    def is_intact(self) -> bool:
        """Whether each signature that was read matches the file."""
        return bool(self.signatures) and all(each.state in MATCHING for each in self.signatures)


_AFTER: Final = {
    SignatureState.WHOLE: Finding.PADDED,
    SignatureState.SIGNED_AGAIN: Finding.SIGNED_AGAIN,
    SignatureState.CHANGED: Finding.CHANGED,
}


def check_file(stream: IO[bytes], *, network: str) -> CheckedFile:
    """Return what the file is. Counts the check; keeps nothing of the file.

    A letter as it was issued is known by its hash alone, so it never waits for a turn. Raises
    InvalidInput, TooLarge, UnsupportedMedia, Unavailable "busy", StorageFull, TooManyRequests.
    """
    admit(network)
    try:
        with held_pdf(stream, max_bytes=settings.DOCUMENT_MAX_BYTES) as pdf:
            found = _issued(pdf)
            if found is None:
                count_wrong("files", network)
                found = _judged(pdf)
    except Refused as refusal:
        raise _refusal_error(refusal) from refusal
    record_check(CheckWay.FILE, found.verified.letter_id if found.verified is not None else None)
    return found


def _issued(pdf: HeldPdf) -> CheckedFile | None:
    verified = verified_by_sha256(pdf.sha256)
    if verified is None:
        return None
    return CheckedFile(Finding.ISSUED, pdf.sha256, clock.now(), verified)


def _judged(pdf: HeldPdf) -> CheckedFile:
    try:
        found = signatures_of(pdf)
    except Refused as refusal:
        if refusal.code == "pdf_broken" and says_it_is_signed(pdf.path):
            # One byte is enough for that, and the answer is the same as for any other byte.
            return CheckedFile(Finding.UNREADABLE, pdf.sha256, clock.now())
        raise
    finding, verified = _what_it_is(pdf, found)
    return CheckedFile(finding, pdf.sha256, clock.now(), verified, found.read)


def _what_it_is(pdf: HeldPdf, found: Signatures) -> tuple[Finding, Verified | None]:
    for each in found.read:
        if each.state in _WITH_A_BEGINNING:
            verified = verified_by_sha256(sha256_of_first(pdf, each.covered))
            if verified is not None:
                return _AFTER[each.state], verified
    ours = _sealed_by_us(found.read)
    if ours:
        is_intact = all(each.state in MATCHING for each in ours)
        return (Finding.SEALED if is_intact else Finding.BROKEN), None
    if any(is_called_like(each.signer, COMMON_NAME) for each in found.read):
        return Finding.IMPOSTOR, None
    return (Finding.FOREIGN if found.count else Finding.UNSIGNED), None


def _sealed_by_us(signatures: Iterable[Signature]) -> list[Signature]:
    prints = {each.fingerprint for each in signatures if each.fingerprint}
    known = set(
        SealKey.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    )
    return [each for each in signatures if each.fingerprint in known]


_TEXTS: Final[Mapping[str, tuple[type[DomainError], Promise]]] = {
    "file_empty": (InvalidInput, _("Berkas ini kosong. Pilih berkas PDF suratnya.")),
    "file_too_large": (
        TooLarge,
        _(
            "Berkas ini lebih besar dari %(limit)s MB. Surat dari portal ini selalu lebih kecil, "
            "jadi ini bukan berkas aslinya. Periksa dengan kode pada suratnya."
        ),
    ),
    "file_no_pdf": (
        UnsupportedMedia,
        _(
            "Ini bukan berkas PDF. Foto atau hasil cetak surat diperiksa dengan kodenya: "
            "ketik kode yang tercetak di dekat kode QR."
        ),
    ),
    "pdf_locked": (
        InvalidInput,
        _(
            "PDF ini dikunci kata sandi. Surat dari portal ini tidak pernah dikunci, jadi ini "
            "bukan berkas aslinya. Minta berkas aslinya, atau periksa dengan kodenya."
        ),
    ),
    "pdf_broken": (
        InvalidInput,
        _(
            "PDF ini rusak atau tidak lengkap, jadi tidak dapat dibaca. "
            "Minta berkasnya sekali lagi, atau periksa dengan kodenya."
        ),
    ),
    "too_heavy": (
        InvalidInput,
        _(
            "PDF ini terlalu berat untuk dibaca dengan aman, dan bukan berkas yang diterbitkan "
            "portal ini. Periksa dengan kode pada suratnya."
        ),
    ),
    "busy": (
        Unavailable,
        _(
            "Portal sedang memeriksa berkas lain. Tunggu sebentar, lalu unggah lagi, "
            "atau periksa dengan kodenya."
        ),
    ),
}


def _refusal_error(refusal: Refused) -> DomainError:
    kind, text = _TEXTS[refusal.code]
    return kind(refusal.code, text, field="file", params=refusal.params)
