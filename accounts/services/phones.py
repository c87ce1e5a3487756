"""Phone numbers: signing in and up with one, changing it, and the PIN on a shared phone.

Every step that needs a code settles the code's row in the same transaction, so it happens once.
Steps on the same number are serialised, since the second person on a number needs a PIN.
"""

import uuid
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import CodePurpose, PhoneAction, SecurityAction
from accounts.models import OneTimeCode, PhoneEvent, PhoneNumber, User
from accounts.policies import PIN_DIGITS, is_guessable_pin, pin_wait
from accounts.selectors.phones import current_number, must_use_password, numbers_in_use
from accounts.services.messenger import messenger
from accounts.services.phone_codes import settle
from accounts.services.security_log import record
from accounts.services.sign_up import complete_sign_up
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, TooManyRequests
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason

_MIN_REASON: Final = 3


def authenticate_by_phone(row_id: uuid.UUID, number_id: int, *, pin: str = "") -> User:
    """Return the person who signs in by a right code on their number; starts no session.

    Call it outside a transaction, as `check_pin`, whose errors it raises when the person has a PIN.
    Raises NotFound for a person who does not use that number, NotPermitted `official` for one who
    must use a password, Conflict `proof_gone`.
    """
    index = OneTimeCode.objects.filter(id=row_id).values("phone_index")
    number = (
        PhoneNumber.objects.select_related("user")
        .filter(id=number_id, until=None, phone_index__in=index)
        .first()
    )
    if number is None:
        raise NotFound("person_unknown", _("Orang ini tidak memakai nomor itu lagi."))
    if must_use_password(number.user):
        raise NotPermitted("official", _("Petugas masuk dengan email dan kata sandi."))
    if number.pin:
        check_pin(number.pk, pin)
    with transaction.atomic():
        settle(row_id, purpose=CodePurpose.SIGN_IN)
    return number.user


def check_pin(number_id: int, pin: str) -> None:
    """Check the PIN and count a wrong one; locks the number's row.

    Call it outside a transaction, or a rollback would undo the count. Raises TooManyRequests
    `pin_locked` with `params["until"]` while too many were wrong, InvalidInput `pin_wrong`.
    """
    with transaction.atomic(durable=True):
        number = PhoneNumber.objects.select_for_update(of=("self",)).get(pk=number_id)
        now = clock.now()
        if number.pin_failed_at:
            until = number.pin_failed_at + pin_wait(number.pin_failures)
            if until > now:
                raise TooManyRequests(
                    "pin_locked", _("PIN salah terlalu sering."), params={"until": until}
                )
        is_right = check_password(pin, number.pin)
        number.pin_failures = 0 if is_right else number.pin_failures + 1
        number.pin_failed_at = None if is_right else now
        number.save(update_fields=["pin_failures", "pin_failed_at"])
    if not is_right:
        record(SecurityAction.SIGN_IN_FAILED, subject=number.user, words="PIN salah")
        raise InvalidInput("pin_wrong", _("PIN salah."), field="pin")


@transaction.atomic
def sign_up_by_phone(row_id: uuid.UUID, *, name: str, language: str, pin: str = "") -> User:
    """Create the account of a new person on a number whose code was right.

    Records the consent to the account's text, and notifies the others on the number. Raises
    InvalidInput `pin_needed` or `pin_weak` on a number that others use, Conflict `phone_crowded` or
    `proof_gone`.
    """
    row = settle(row_id, purpose=CodePurpose.SIGN_IN)
    others = _lock_others(row, None)
    if len(others) >= settings.PHONE_PEOPLE:
        raise Conflict("phone_crowded", _("Nomor ini sudah dipakai terlalu banyak orang."))
    hashed_pin = _hashed_pin(pin, row.phone, is_needed=bool(others))
    user = User.objects.create_user(name=name, language=language)
    complete_sign_up(user, name=name, language=language, channel="phone")
    _add_number(user, row.phone, hashed_pin)
    _record_event(user, PhoneAction.ADDED)
    for other in others:
        messenger().notify_number_shared(other.user, newcomer=name)
    return user


@transaction.atomic
def change_number(user: User, row_id: uuid.UUID, *, pin: str = "") -> None:
    """Replace the person's number, if any, with the one whose code was right.

    The PIN is carried over. Raises InvalidInput `pin_needed` or `pin_weak` when others use the
    number and the person has no PIN yet, Conflict `proof_gone` or `phone_crowded`.
    """
    row = settle(row_id, purpose=CodePurpose.ADD)
    if row.user_id != user.pk:
        raise Conflict("proof_gone", _("Waktu habis atau sudah selesai. Minta kode baru."))
    others = _lock_others(row, user)
    if len(others) >= settings.PHONE_PEOPLE:
        raise Conflict("phone_crowded", _("Nomor ini sudah dipakai terlalu banyak orang."))
    old = _lock_current(user)
    hashed_pin = (old.pin if old else "") or _hashed_pin(pin, row.phone, is_needed=bool(others))
    _replace_number(user, old, row.phone, hashed_pin)
    _record_event(user, PhoneAction.CHANGED if old else PhoneAction.ADDED)
    if old:
        messenger().notify_number_changed(user, old_phone=old.phone, at_counter=False)


@transaction.atomic
def recover_number(user: User, row_id: uuid.UUID, *, by: User, reason: str) -> None:
    """Replace the number of a person whose identity card an official checked at the counter.

    Ends the sessions of a person without a password: the lost phone may still be signed in. Raises
    NotPermitted `official` or `self`, InvalidInput (`reason_needed`, `nik_in_reason`), Conflict
    `proof_gone`.
    """
    _check_may_change_for(user, by, reason)
    row = settle(row_id, purpose=CodePurpose.RECOVERY)
    if row.user_id != user.pk:
        raise Conflict("proof_gone", _("Waktu habis atau sudah selesai. Minta kode baru."))
    _lock_others(row, user)
    old = _lock_current(user)
    _replace_number(user, old, row.phone, old.pin if old else "")
    _record_event(user, PhoneAction.RECOVERED, by=by, reason=reason)
    if not user.has_usable_password():
        # A new unusable password changes the session hash, which ends every session.
        user.set_unusable_password()
        user.save(update_fields=["password"])
    if old:
        messenger().notify_number_changed(user, old_phone=old.phone, at_counter=True)


@transaction.atomic
def set_pin(user: User, pin: str) -> None:
    """Store the person's PIN for their number. Raises InvalidInput `pin_weak`, NotFound."""
    number = _lock_current(user)
    if number is None:
        raise NotFound("no_number", _("Belum ada nomor ponsel."))
    number.pin = _hashed_pin(pin, number.phone, is_needed=True)
    number.pin_failures = 0
    number.pin_failed_at = None
    number.save(update_fields=["pin", "pin_failures", "pin_failed_at"])
    _record_event(user, PhoneAction.PIN_SET)


@transaction.atomic
def reset_pin(user: User, *, by: User, reason: str) -> None:
    """Delete a forgotten PIN for an official; the person sets a new one at the next sign-in.

    Raises NotPermitted `official` or `self`, InvalidInput `reason_needed`, NotFound.
    """
    _check_may_change_for(user, by, reason)
    number = _lock_current(user)
    if number is None or not number.pin:
        raise NotFound("no_pin", _("Orang ini tidak memakai PIN."))
    number.pin = ""
    number.pin_failures = 0
    number.pin_failed_at = None
    number.save(update_fields=["pin", "pin_failures", "pin_failed_at"])
    _record_event(user, PhoneAction.PIN_RESET, by=by, reason=reason)


@transaction.atomic
def confirm_number(user: User, row_id: uuid.UUID) -> None:
    """Settle the code by which the person proved again that they hold their number.

    Raises Conflict `proof_gone`.
    """
    row = settle(row_id, purpose=CodePurpose.CONFIRM)
    number = current_number(user)
    if row.user_id != user.pk or number is None or number.phone != row.phone:
        raise Conflict("proof_gone", _("Waktu habis atau sudah selesai. Minta kode baru."))


def hold_number(phone: str) -> None:
    """Keep others from taking `phone` (`+628…`) until the caller's transaction ends."""
    index = bytes(PhoneNumber.phone.index_of(phone))
    key = int.from_bytes(index[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _lock_others(row: OneTimeCode, user: User | None) -> list[PhoneNumber]:
    """Return who else uses the number, and lock it: nobody joins until the transaction ends."""
    hold_number(row.phone)
    return [
        number for number in numbers_in_use(row.phone) if user is None or number.user_id != user.pk
    ]


def _lock_current(user: User) -> PhoneNumber | None:
    # The person's row first: two tabs that both add a first number find no other row to lock.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    return PhoneNumber.objects.select_for_update(of=("self",)).filter(user=user, until=None).first()


def _replace_number(user: User, old: PhoneNumber | None, phone: str, pin: str) -> None:
    if old:
        old.until = clock.now()
        old.save(update_fields=["until"])
    _add_number(user, phone, pin)


def _add_number(user: User, phone: str, pin: str) -> None:
    number = PhoneNumber(user=user, pin=pin, since=clock.now())
    number.phone = phone
    number.save()


def _hashed_pin(pin: str, phone: str, *, is_needed: bool) -> str:
    if not pin:
        if is_needed:
            raise InvalidInput(
                "pin_needed", _("Nomor ini dipakai bersama. Buat PIN Anda."), field="pin"
            )
        return ""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise InvalidInput("pin_weak", _("PIN terdiri atas 6 angka."), field="pin")
    if is_guessable_pin(pin, phone):
        raise InvalidInput(
            "pin_weak", _("PIN ini mudah ditebak. Pilih angka yang tidak berurutan."), field="pin"
        )
    return make_password(pin)


def _check_may_change_for(user: User, by: User, reason: str) -> None:
    if by.pk == user.pk:
        raise NotPermitted("self", _("Minta petugas lain mengubah nomor Anda."))
    if must_use_password(user):
        raise NotPermitted("official", _("Petugas masuk dengan email dan kata sandi."))
    if not is_reason(reason.strip(), least=_MIN_REASON):
        raise InvalidInput("reason_needed", _("Tulis alasannya."), field="reason")
    refuse_nik(reason)


def _record_event(user: User, action: str, *, by: User | None = None, reason: str = "") -> None:
    PhoneEvent.objects.create(
        user=user, action=action, by=by or user, reason=reason.strip(), at=clock.now()
    )
