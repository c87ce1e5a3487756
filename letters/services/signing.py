"""Signing letters: the act of a person, the number, the seal or signature, the file."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from common.dates import clock
from common.errors import Conflict, DomainError, NotPermitted, TooManyRequests
from common.jobs.leases import ClaimLost, claim_waiting, lock_claimed_row, release_row
from common.jobs.workers import wake_worker
from common.text.formats import date_long
from letters.enums import LetterAction, LetterStatus, SignatureWay
from letters.models import Letter, LetterNumber, PositionHolder
from letters.policies.codes import written
from letters.policies.status_table import may_follow
from letters.render.content import content_of, signing_name, valid_until
from letters.render.pdf import not_typeset_words, require_typeset, typeset
from letters.selectors.parties import is_party
from letters.selectors.positions import holder_of, signing_holder
from letters.selectors.prints import is_printed
from letters.services.files import FILES, MAX_BYTES
from letters.services.history import record, set_status
from letters.services.locking import lock_letter
from letters.services.numbering import give_number
from letters.services.secret_tries import begin_try, end_try
from letters.services.status import take_place
from letters.signers.base import SignerDown, SigningFailed, SigningPerson
from letters.signers.registry import signer

SIGN_TASK: Final = "letters.tasks.sign_asked"
_LETTERS: Final = Letter.objects.select_related("agency", "number")
_LEASE: Final = timedelta(minutes=2)
# After a failure that may resolve itself.
_AGAIN: Final = timedelta(minutes=5)
# A secret is held in memory for one batch only, so the batch is signed within one request.
MAX_BATCH: Final = 50


@dataclass(frozen=True)
class Signed:
    """The outcome of one letter of a batch: `error` says in words why it was not signed."""

    letter_id: int
    error: str = ""


def ask(actor: User, letter_ids: Iterable[int], *, typed: str = "") -> list[Signed]:
    """Perform the act of signing for letters of the tray; a seal follows in the background.

    One outcome per letter. `typed` is the number of a single letter whose office types them. For
    signers that ask a secret see `sign_now`.
    """
    return [_one(each, _ask_one, actor, typed) for each in dict.fromkeys(letter_ids)]


def sign_now(
    actor: User, letter_ids: Iterable[int], *, secret: str, typed: str = ""
) -> list[Signed]:
    """Sign letters of the tray with the person's passphrase or code, which is stored nowhere.

    At most MAX_BATCH of them; one outcome per letter. After a wrong secret no other is tried, and
    after MOST_TRIES wrong ones in an hour no secret at all until the next (`secret_tries`).
    """
    try:
        begin_try(actor)
    except TooManyRequests as error:
        return [Signed(each, error.message) for each in dict.fromkeys(letter_ids)]
    done: list[Signed] = []
    for letter_id in list(dict.fromkeys(letter_ids))[:MAX_BATCH]:
        result = _one(letter_id, _sign_one_now, actor, typed, secret)
        done.append(result)
        if result.error == trouble_words("wrong_secret"):
            return done
    end_try(actor, is_right=any(not each.error for each in done))
    return done


def signs_with_decision(actor: User, agency: Agency, position_kind: str) -> bool:
    """Tell whether the person's decision is the act of signing: no other signer, and no secret."""
    holder = holder_of(agency, position_kind)
    return holder is not None and holder.user_id == actor.pk and not signer().asks_secret


def sign_asked() -> bool:
    """Seal one letter whose signing was asked for; tell whether there was one.

    If a worker dies its lease expires, and another seals the letter with the same number.
    """
    with transaction.atomic():
        waiting = Letter.objects.filter(status=LetterStatus.WAITING, asked_at__isnull=False)
        letter = claim_waiting(waiting, _LEASE)
        if letter is None:
            return False
        if letter.claim is None:
            _give_up(letter, "signing_failed")
            return True
    _sign_claimed(letter, letter.asked_by, secret="")
    return True


def trouble_words(code: str) -> str:
    """Return in words why a letter is not signed."""
    no_place = _("Surat yang akan digantikannya tidak berlaku lagi. Batalkan surat pengganti ini.")
    words = {
        "wrong_secret": _("Frasa sandi atau kodenya salah. Surat tetap menunggu tanda tangan."),
        "certificate_lapsed": _("Sertifikatnya sudah tidak berlaku. Surat tetap menunggu."),
        "signer_down": _("Layanan tanda tangan tidak menjawab. Surat tetap menunggu."),
        "key_missing": _("Kunci segel tidak ada atau tidak terbaca. Hubungi administrator."),
        "not_holder": _("Jabatan penanda tangannya tidak dipegang orang ini hari ini."),
        "own_letter": _(
            "Pemegang jabatannya bertindak atau pernah bertindak untuk usaha ini. Surat ini "
            "ditandatangani penggantinya: catat Plh. untuk hari itu."
        ),
        "no_number_source": _("Dinas ini belum menetapkan sumber nomor surat."),
        "block_used_up": _("Blok nomor sudah habis. Minta blok baru kepada sekretariat."),
        "not_typeset": not_typeset_words(),
        "bare_name_missing": _(
            "Surat ini memuat nama penanda tangan tanpa gelar, dan itu belum dicatat. "
            "Administrator dinas melengkapinya pada pemegang jabatan."
        ),
        "number_taken": _(
            "Nomor berikutnya sudah dipakai surat lain. Administrator dinas perlu membuat sumber "
            "nomor yang mulai sesudahnya."
        ),
        "number_missing": _("Nomornya diketik dari SRIKANDI atau buku agenda."),
        "corrected_ended": no_place,
        "not_possible": no_place,
        "numbers_ahead": _("Nomor sesudah hari ini sudah diberikan. Periksa tanggal server."),
    }
    return words.get(code, _("Surat gagal ditandatangani. Coba lagi, atau hubungi administrator."))


def day_words(letter: Letter) -> str:
    """Return in words that a letter is not signed before a future day; else ''."""
    if letter.not_before is None or letter.not_before <= clock.today():
        return ""
    said = _("Menurut pilihan pemiliknya, surat ini ditandatangani sejak %(day)s.")
    return said % {"day": date_long(letter.not_before)}


def require_named(letter: Letter, holder: PositionHolder) -> None:
    """Raise Conflict `bare_name_missing` where the letter has no name to print below it."""
    if not signing_name(holder, letter.form):
        raise Conflict("bare_name_missing", trouble_words("bare_name_missing"))


def require_signable(letter: Letter) -> None:
    """Raise Conflict for a letter that cannot be signed yet (`too_early`), or no longer
    (`corrected_ended`): then no number is given either.
    """
    if text := day_words(letter):
        raise Conflict("too_early", text)
    if letter.corrects is not None and not may_follow(letter.corrects.status, "superseded"):
        raise Conflict("corrected_ended", trouble_words("corrected_ended"))


def _one(letter_id: int, act: Callable[..., None], *args: object) -> Signed:
    try:
        act(letter_id, *args)
    except DomainError as error:
        return Signed(letter_id, error.message)
    except SigningFailed as error:
        return Signed(letter_id, trouble_words(error.code))
    return Signed(letter_id)


def _ask_one(letter_id: int, actor: User, typed: str) -> None:
    with transaction.atomic():
        letter = lock_letter(letter_id)
        _require_waiting(letter)
        require_signable(letter)
        _require_not_printed(letter)
        _require_holder(letter, actor)
        _require_not_asked(letter, actor)
        _require_drawn(letter, actor)
        _number(letter, actor, typed)
        letter.asked_by, letter.asked_at, letter.trouble = actor, clock.now(), ""
        letter.clear_claim()
        letter.save()
    wake_worker(SIGN_TASK)


def _sign_one_now(letter_id: int, actor: User, typed: str, secret: str) -> None:
    with transaction.atomic():
        letter = lock_letter(letter_id)
        _require_waiting(letter)
        require_signable(letter)
        _require_not_printed(letter)
        _require_holder(letter, actor)
        if letter.claimed_until is not None and letter.claimed_until > clock.now():
            raise Conflict("being_signed", _("Surat ini sedang ditandatangani."))
        _require_drawn(letter, actor)
        letter.claim, letter.claimed_until = uuid.uuid4(), clock.now() + _LEASE
        _number(letter, actor, typed)
        letter.save()
    if (trouble := _sign_claimed(letter, actor, secret)) is not None:
        raise trouble


def _sign_claimed(
    letter: Letter, actor: User | None, secret: str
) -> SigningFailed | DomainError | None:
    """Give the number, typeset, sign and store the letter that this process has claimed."""
    try:
        holder = signing_holder(letter, actor) if actor is not None else None
        if holder is None or actor is None:
            _fail(letter, "not_holder", ends=True)
            return None
        if is_party(actor, letter):
            _fail(letter, "own_letter", ends=True)
            return None
        _require_drawn(letter, actor)
        with transaction.atomic():
            locked = lock_claimed_row(_LETTERS, letter.pk, letter.claim)
            _number(locked, actor, "")
            locked.save()
        pdf, content, way = _signed_file(locked, holder, secret)
        _store(locked, holder, content, pdf, way)
    except (SigningFailed, DomainError) as error:
        _fail(letter, error.code)
        return error
    except ClaimLost:
        # Another person has signed or cancelled it meanwhile.
        return None
    return None


def _number(letter: Letter, actor: User, typed: str) -> None:
    if letter.number_id is None:
        letter.number = give_number(letter.agency, letter.kind, typed=typed)
        letter.save(update_fields=["number"])
        record(letter, LetterAction.NUMBERED, actor=actor)


def _signed_file(
    letter: Letter, holder: PositionHolder, secret: str
) -> tuple[bytes, dict[str, object], SignatureWay]:
    used = signer()
    number = letter.number
    assert number is not None  # noqa: S101 - given just before, under the lock
    content = content_of(letter, number, holder, used.way, verification_address(letter.code))
    person = SigningPerson(holder.name, holder.position.title, holder.nip)
    return used.sign(typeset(content), person, secret), content, used.way


def verification_address(code: str) -> str:
    """Return the public address at which a letter is checked; the QR code contains it."""
    path = reverse("verification-code", args=[written(code)])
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def _store(
    letter: Letter,
    holder: PositionHolder,
    content: dict[str, object],
    pdf: bytes,
    way: SignatureWay,
) -> None:
    stored = FILES.store([pdf], suffix=".pdf", most=MAX_BYTES)
    try:
        with transaction.atomic():
            locked = lock_claimed_row(_LETTERS, letter.pk, letter.claim)
            _require_waiting(locked)
            number = locked.number
            assert number is not None  # noqa: S101 - a number keeps its letter
            locked.content, locked.signature = content, way
            locked.signed_by, locked.signed_at = holder.user, clock.now()
            locked.valid_until = valid_until(locked, number.given_on)
            locked.stored_name, locked.sha256, locked.size = stored.name, stored.sha256, stored.size
            locked.trouble = ""
            locked.clear_claim()
            take_place(locked)
            set_status(locked, LetterAction.SIGNED)
            locked.save()
            record(locked, LetterAction.SIGNED, actor=holder.user)
    except BaseException:
        FILES.delete(stored.name)
        raise


def _fail(letter: Letter, code: str, *, ends: bool = False) -> None:
    """Record why; the letter still waits, in the tray if a person has to act again."""
    # Only what was asked for in the background is tried again without a person.
    ends = ends or code != SignerDown.code or letter.asked_at is None
    with transaction.atomic():
        locked = lock_letter(letter.pk)
        if locked.status != LetterStatus.WAITING or locked.claim != letter.claim:
            return
        locked.trouble = code
        if ends:
            _take_back(locked)
        locked.save()
        record(locked, LetterAction.SIGNING_FAILED, reason=code)
    if not ends:
        release_row(Letter.objects.all(), letter.pk, letter.claim, after=_AGAIN)


def _give_up(letter: Letter, code: str) -> None:
    letter.trouble = code
    _take_back(letter)
    letter.save()
    record(letter, LetterAction.SIGNING_FAILED, reason=code)


def _take_back(letter: Letter) -> None:
    letter.asked_by = letter.asked_at = None
    letter.clear_claim()


def _require_waiting(letter: Letter) -> None:
    if letter.status != LetterStatus.WAITING or letter.is_statement:
        raise Conflict("not_waiting", _("Surat ini tidak lagi menunggu tanda tangan."))


def _require_not_printed(letter: Letter) -> None:
    """Raise Conflict `printed`: otherwise there would be two originals of one number."""
    if is_printed(letter):
        text = _(
            "Surat ini sudah dicetak untuk tanda tangan basah. Unggah pindaiannya, atau tarik "
            "dahulu cetakannya."
        )
        raise Conflict("printed", text)


def _require_not_asked(letter: Letter, actor: User) -> None:
    """Raise Conflict where the act was performed before: a second click, or another official."""
    if letter.asked_by_id == actor.pk:
        text = _("Surat ini sudah Anda tandatangani; segelnya sedang dibubuhkan.")
        raise Conflict("asked_already", text)
    if letter.asked_by is not None:
        text = _("Surat ini sudah ditandatangani %(name)s; segelnya sedang dibubuhkan.")
        raise Conflict("asked_already", text % {"name": letter.asked_by.get_full_name()})


def _require_holder(letter: Letter, actor: User) -> None:
    if signing_holder(letter, actor) is None:
        raise NotPermitted("not_holder", trouble_words("not_holder"))
    if is_party(actor, letter):
        raise NotPermitted("own_letter", trouble_words("own_letter"))


def _require_drawn(letter: Letter, actor: User) -> None:
    """Raise Conflict before a number is given to a letter that cannot be typeset or has no name.

    Its codes: `not_typeset`, `bare_name_missing`.
    """
    holder = signing_holder(letter, actor)
    if holder is None:
        return
    require_named(letter, holder)
    number = letter.number or LetterNumber(written="1", given_on=clock.today())
    address = verification_address(letter.code)
    require_typeset(content_of(letter, number, holder, signer().way, address))
