"""Reading the signatures of a PDF with pyHanko: whether they match, and what changed since.

Trust is not judged: no certificate is checked against an authority, and nothing is fetched.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from asn1crypto.core import VOID
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from common.files.signatures.found import (
    MOST_COUNTED,
    MOST_READ,
    Signature,
    Signatures,
    SignatureState,
    plain_name,
    plausible_time,
)
from common.files.signatures.stamps import (
    UNSAFE_DIGESTS,
    is_stamp_of,
    stamp_time,
    time_of_intact_stamp,
)

_NOTHING: Final = Signature("", None, None, False, SignatureState.UNCHECKED)
# Comparing revisions takes longer with each of them; what is not compared counts as changed.
_MOST_REVISIONS: Final = 40
_ENOUGH_SECONDS: Final = 5.0
# Mail programs leave some at the end of a file.
_BLANK: Final = b"\0\t\n\f\r "
_MOST_BLANK: Final = 1024


class Locked(Exception):
    """The file requires a password to open."""


@dataclass(frozen=True)
class _File:
    """The file that is read, and until when of this process's time revisions are compared."""

    reader: PdfFileReader
    stream: IO[bytes]
    size: int
    ends: float


def read_signatures(source: Path) -> Signatures:
    """Return the signatures of the PDF, in the order of its fields.

    A signature that the library cannot take counts, as unchecked. Raises Locked, and whatever the
    library raises for a file that it does not accept as PDF.
    """
    with source.open("rb") as stream:
        reader = PdfFileReader(stream, strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            raise Locked
        ends = time.process_time() + _ENOUGH_SECONDS
        file = _File(reader, stream, source.stat().st_size, ends)
        fields = enumerate_sig_fields(reader, filled_status=True)
        read = [_read(file, name, field) for name, _value, field in islice(fields, MOST_READ)]
        return Signatures(len(read) + sum(1 for _field in islice(fields, MOST_COUNTED)), read)


def _read(file: _File, name: str, field: Any) -> Signature:
    known = [_NOTHING]
    # An error keeps what was known before; a hostile signature may make the library raise anything.
    with suppress(Exception):
        for step in _steps(file, name, field):
            known.append(step)
    return known[-1]


def _steps(file: _File, name: str, field: Any) -> Iterator[Signature]:
    """Yield what is known of the signature, more each time."""
    embedded = EmbeddedPdfSignature(file.reader, field, name)
    content = embedded.signed_data["encap_content_info"]["content_type"].native
    certificate = extract_certs_for_validation(embedded.signed_data).signer_cert
    known = replace(
        _NOTHING,
        signer=_common_name(certificate),
        is_timestamp=content == "tst_info",
        fingerprint=certificate.sha256.hex(),
    )
    yield known
    if known.is_timestamp:
        known = replace(known, signed_at=stamp_time(embedded.signed_data))
    else:
        stamped_at = time_of_intact_stamp(embedded.signer_info)
        known = replace(known, signed_at=_claimed_time(embedded), stamped_at=stamped_at)
    yield known
    state = _state(file, embedded, certificate)
    known = replace(known, state=state)
    yield known
    if state != SignatureState.PARTIAL:
        _zero, _before, after, length = (int(number) for number in embedded.byte_range)
        yield replace(known, covered=after + length)


def _state(file: _File, embedded: EmbeddedPdfSignature, certificate: Certificate) -> SignatureState:
    if not _is_honest_range(file, embedded):
        return SignatureState.PARTIAL
    if {embedded.md_algorithm, embedded.external_md_algorithm.lower()} & UNSAFE_DIGESTS:
        return SignatureState.UNCHECKED
    if not _matches(embedded, certificate):
        return SignatureState.BROKEN
    return _since(file, embedded)


def _is_honest_range(file: _File, embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether everything up to some point is signed except the signature's own digits.

    pyHanko only adds the lengths, so something else could be in the gap.
    """
    numbers = [int(number) for number in embedded.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return False
    _start, before, after, length = numbers
    if not before < after <= after + length <= file.size:
        return False
    if after - before != 2 * len(embedded.pkcs7_content) + 2:
        return False
    file.stream.seek(before)
    gap = file.stream.read(after - before)
    return gap[:1] + gap[-1:] == b"<>" and _digits(gap[1:-1]) == embedded.pkcs7_content


def _digits(text: bytes) -> bytes | None:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return None


def _matches(embedded: EmbeddedPdfSignature, certificate: Certificate) -> bool:
    """Tell whether the signed bytes are unchanged and match the key.

    Raises ValueError for a signature that brings a content of its own.
    """
    digest = embedded.compute_digest()
    content = embedded.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        return is_stamp_of(embedded.signed_data, digest)
    if content["content"] is not VOID:
        raise ValueError("it signs something else than the file")
    return all(validate_sig_integrity(embedded.signer_info, certificate, "data", digest))


def _since(file: _File, embedded: EmbeddedPdfSignature) -> SignatureState:
    """Return how the file changed since; what cannot be compared counts as changed."""
    _zero, _before, after, length = (int(number) for number in embedded.byte_range)
    if _is_blank_from(file, after + length):
        return SignatureState.WHOLE
    revisions = file.reader.xrefs.total_revisions - embedded.signed_revision - 1
    if not 0 < revisions <= _MOST_REVISIONS or time.process_time() > file.ends:
        return SignatureState.CHANGED
    with suppress(Exception):
        embedded.compute_integrity_info()
        if _is_only_signed_again(embedded):
            return SignatureState.SIGNED_AGAIN
    return SignatureState.CHANGED


def _is_only_signed_again(embedded: EmbeddedPdfSignature) -> bool:
    summary = embedded.summarise_integrity_info()
    changes = summary["diff_result"]
    if summary["coverage"] != SignatureCoverageLevel.ENTIRE_REVISION or not summary["docmdp_ok"]:
        return False
    if not isinstance(changes, DiffResult):
        return False
    if changes.modification_level <= ModificationLevel.LTA_UPDATES:
        return True
    # Filling in a form field changes the visible content; signing in one does not.
    signed = {name for name, _value, _field in enumerate_sig_fields(embedded.reader)}
    return (
        changes.modification_level == ModificationLevel.FORM_FILLING
        and set(changes.changed_form_fields) <= signed
    )


def _is_blank_from(file: _File, start: int) -> bool:
    file.stream.seek(start)
    rest = file.size - start
    return rest == 0 or (rest <= _MOST_BLANK and not file.stream.read().strip(_BLANK))


def _common_name(certificate: Certificate) -> str:
    names = certificate.subject.native.get("common_name", "")
    return plain_name(", ".join(names) if isinstance(names, list) else str(names))


def _claimed_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    try:
        return plausible_time(embedded.self_reported_timestamp)
    except (ValueError, TypeError, KeyError):
        return None
