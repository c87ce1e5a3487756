"""Letters signed with a pen: printed with their number, and scanned as a whole."""

import shutil
from pathlib import Path
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.files.media_types import PDF
from common.files.private_files import StoredFile
from common.files.uploads import CleanFile, accept_upload
from letters.enums import LetterAction, LetterStatus, SignatureWay
from letters.models import Letter, PositionHolder
from letters.policies.codes import new_code, read_code
from letters.render.content import content_of, valid_until
from letters.render.pdf import page_pictures, require_typeset, typeset
from letters.selectors.parties import is_party
from letters.selectors.positions import holder_of
from letters.selectors.prints import is_printed
from letters.services.files import FILES, MAX_BYTES
from letters.services.history import record, set_status
from letters.services.numbering import give_number
from letters.services.signing import (
    require_named,
    require_signable,
    trouble_words,
    verification_address,
)
from letters.services.status import clean_reason, require_change, take_place

# The electronically signed original of an upload, beside the cleaned file.
ORIGINAL: Final = ".asli"


def prepare_print(actor: User, letter_id: int, *, typed: str = "") -> Letter:
    """Give the letter its number and fix what it says, to be printed and signed with a pen.

    Repeating it changes nothing: the scan has to match the print. Raises NotPermitted, Conflict
    `not_waiting`, `too_early`, `being_signed`, `not_holder`, `own_letter`, `bare_name_missing`, and
    what `give_number` raises.
    """
    with transaction.atomic():
        letter = _open_letter(actor, letter_id)
        if is_printed(letter):
            return letter
        require_signable(letter)
        require_named(letter, _holder(letter))
        if letter.number is None:
            letter.number = give_number(letter.agency, letter.kind, typed=typed)
            letter.save(update_fields=["number"])
            record(letter, LetterAction.NUMBERED, actor=actor)
        address = verification_address(letter.code)
        holder = _holder(letter)
        letter.content = content_of(letter, letter.number, holder, SignatureWay.WET, address)
        require_typeset(letter.content)
        letter.trouble = ""
        letter.save(update_fields=["content", "trouble"])
    return letter


def withdraw_print(actor: User, letter_id: int, reason: str) -> Letter:
    """Withdraw a print, with a reason: the letter waits again, to be signed in any way.

    It keeps its number, and gets another code, so that checking the paper finds no letter. Raises
    NotPermitted, Conflict `not_waiting`, `being_signed`, `not_printed`, and what `clean_reason`
    raises.
    """
    reason = clean_reason(reason)
    with transaction.atomic():
        letter = _open_letter(actor, letter_id)
        _printed(letter)
        letter.content, letter.code = None, new_code()
        letter.save(update_fields=["content", "code"])
        record(letter, LetterAction.PRINT_WITHDRAWN, actor=actor, reason=reason)
    return letter


def printout(letter: Letter) -> bytes:
    """Return the PDF to print of a letter that `prepare_print` was called for."""
    return typeset(_printed(letter))


def record_scan(
    actor: User, letter_id: int, *, upload: IO[bytes], filename: str, code: str
) -> Letter:
    """Issue the letter with the scan of its signed print, which becomes its file.

    `code` is typed from the scan itself, so that the scan of another letter is not accepted for
    this one. Raises as `prepare_print`, Conflict `not_printed`, InvalidInput `other_letter`,
    `no_pdf`, `pages_missing`, and what `accept_upload` raises.
    """
    letter = _open_letter(actor, letter_id, lock=False)
    _require_code(letter, code)
    most = len(page_pictures(_printed(letter)))
    with accept_upload(upload, filename=filename, max_bytes=MAX_BYTES) as scan:
        _require_whole(scan, most)
        stored = _stored(scan)
    try:
        with transaction.atomic():
            letter = _open_letter(actor, letter_id)
            _require_code(letter, code)
            _issue(letter, actor, stored)
    except BaseException:
        FILES.delete(stored.name)
        Path(f"{stored.path}{ORIGINAL}").unlink(missing_ok=True)
        raise
    return letter


def _issue(letter: Letter, actor: User, stored: StoredFile) -> None:
    number, holder = letter.number, _holder(letter)
    assert number is not None  # noqa: S101 - given when the letter was printed
    letter.signature, letter.signed_by = SignatureWay.WET, holder.user
    letter.signed_at = clock.now()
    letter.valid_until = valid_until(letter, number.given_on)
    letter.stored_name, letter.sha256, letter.size = stored.name, stored.sha256, stored.size
    letter.trouble = ""
    take_place(letter)
    set_status(letter, LetterAction.SIGNED)
    letter.save()
    record(letter, LetterAction.SIGNED, actor=actor)


def _open_letter(actor: User, letter_id: int, *, lock: bool = True) -> Letter:
    found = Letter.objects.select_related("agency", "number")
    if lock:
        found = found.select_for_update(of=("self",))
    letter = found.filter(pk=letter_id).first()
    if letter is None:
        raise Conflict("no_such_letter", _("Surat ini tidak ada."))
    require_change(actor, letter)
    if letter.status != LetterStatus.WAITING or letter.is_statement:
        raise Conflict("not_waiting", _("Surat ini tidak lagi menunggu tanda tangan."))
    is_claimed = letter.claimed_until is not None and letter.claimed_until > clock.now()
    if letter.asked_at is not None or is_claimed:
        raise Conflict("being_signed", _("Surat ini sedang ditandatangani."))
    return letter


def _printed(letter: Letter) -> dict[str, Any]:
    content: dict[str, Any] | None = letter.content
    if content is None or not is_printed(letter):
        text = _("Cetak dahulu suratnya dari halaman ini; nomornya diberikan saat itu.")
        raise Conflict("not_printed", text)
    return content


def _holder(letter: Letter) -> PositionHolder:
    """Return who held the position on the date of the letter."""
    day = letter.number.given_on if letter.number is not None else clock.today()
    holder = holder_of(letter.agency, letter.position_kind, day)
    if holder is None:
        raise Conflict("not_holder", trouble_words("not_holder"))
    if is_party(holder.user, letter):
        raise Conflict("own_letter", trouble_words("own_letter"))
    return holder


def _require_code(letter: Letter, code: str) -> None:
    if read_code(code) != letter.code:
        text = _("Kode itu bukan kode surat ini. Salin kode yang tercetak di hasil pindaian.")
        raise InvalidInput("other_letter", text, field="code")


def _require_whole(scan: CleanFile, most: int) -> None:
    if scan.media_type != PDF:
        text = _("Pindai surat menjadi satu berkas PDF.")
        raise InvalidInput("no_pdf", text, field="file")
    if (scan.pages or 0) < most:
        text = _(
            "Pindaian ini %(found)s halaman, padahal suratnya %(most)s. Kode ada di tiap halaman; "
            "pindai semua halaman."
        )
        params = {"found": scan.pages or 0, "most": most}
        raise InvalidInput("pages_missing", text, field="file", params=params)


def _stored(scan: CleanFile) -> StoredFile:
    with scan.path.open("rb") as source:
        stored = FILES.store(iter(lambda: source.read(64 * 1024), b""), suffix=".pdf", most=_most())
    if scan.original is not None:
        # Cleaning breaks signatures, so the signed file is kept as it was sent; the portal never
        # opens it.
        original = Path(f"{stored.path}{ORIGINAL}")
        shutil.copyfile(scan.original.path, original)
        original.chmod(0o600)
    return stored


def _most() -> int:
    """Return how many bytes a cleaned scan may have: cleaning may write it a little larger."""
    return 2 * MAX_BYTES
