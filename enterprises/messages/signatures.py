"""The signatures of a file in words: what the file says, never whether it can be trusted."""

from django.utils.translation import gettext as _

from common.files.signatures.found import Signature, Signatures, SignatureState
from common.text.formats import datetime_wib

_MATCHING = frozenset({SignatureState.WHOLE, SignatureState.SIGNED_AGAIN, SignatureState.CHANGED})


def signature_lines(found: Signatures) -> list[str]:
    """Return a sentence for each signature, and that no certificate was checked."""
    if not found.read:
        return [
            _("Berkas ini memuat tanda tangan elektronik yang tidak dapat diperiksa oleh portal.")
        ]
    lines = [signature_line(each) for each in found.read]
    if found.count > len(found.read):
        lines.append(
            _("Berkas ini memuat %(count)s tanda tangan; yang diperiksa %(read)s yang pertama.")
            % {"count": found.count, "read": len(found.read)}
        )
    lines.append(
        _(
            "Nama dan waktu menurut berkas itu sendiri; sertifikat belum diperiksa ke "
            "penyelenggara sertifikat elektronik (PSrE)."
        )
    )
    return lines


def signature_line(signature: Signature) -> str:
    """Return who signed when, and how the file has changed since."""
    return f"{_who(signature)}; {_what(signature.state)}."


def _who(signature: Signature) -> str:
    name = signature.signer or _("penanda tangan tanpa nama")
    at = signature.stamped_at or signature.signed_at
    if signature.state not in _MATCHING:
        return _("Memuat tanda tangan elektronik atas nama %(name)s") % {"name": name}
    if at is None:
        return _("Ditandatangani elektronik oleh %(name)s tanpa keterangan waktu") % {"name": name}
    words = {"name": name, "at": datetime_wib(at)}
    if signature.is_timestamp:
        return _("Diberi cap waktu elektronik oleh %(name)s pada %(at)s") % words
    if signature.stamped_at is not None:
        return _("Ditandatangani elektronik oleh %(name)s, dengan cap waktu %(at)s") % words
    return _("Ditandatangani elektronik oleh %(name)s pada %(at)s") % words


def _what(state: SignatureState) -> str:
    match state:
        case SignatureState.WHOLE:
            return _("isi berkas utuh sejak ditandatangani")
        case SignatureState.SIGNED_AGAIN:
            return _("sesudahnya berkas hanya ditambah tanda tangan atau cap waktu lain")
        case SignatureState.CHANGED:
            return _("ada perubahan setelah tanda tangan")
        case SignatureState.BROKEN:
            return _("isi berkas tidak cocok dengan tanda tangan ini")
        case SignatureState.PARTIAL:
            return _("tanda tangan ini tidak mencakup seluruh isi berkas")
        case SignatureState.UNCHECKED:
            return _("tanda tangan ini tidak dapat diperiksa oleh portal")
