"""One-time codes: rate-limited, few attempts each, usable once."""

import hmac
import logging
import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import OneTimeCode, User
from accounts.policies import Rate, next_allowed_at
from accounts.selectors.phones import codes_today
from accounts.services.messenger import messenger
from common.dates import clock
from common.errors import Conflict, InvalidInput, TooManyRequests
from common.identity.crypto import blind_index, keyed_digest

logger = logging.getLogger(__name__)
DIGITS = 6
KEEP = timedelta(days=2)
_LOCK = 0x50484F4E
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@transaction.atomic
def issue_code(
    phone: str,
    *,
    purpose: str,
    via: str,
    address: str,
    language: str,
    user: User | None = None,
) -> OneTimeCode:
    """Send a new code to `phone` (`+628…`) in the caller's transaction; return its row.

    The row does not hold the code. Does not look up who uses the number, so the result is the same
    for every number. `address` is the network address of the request. Locks out other calls until
    the transaction ends. Raises TooManyRequests: `phone_portal_cap` when the portal has sent its
    codes of the day, `phone_number_limit` or `phone_address_limit` with `params["until"]`.
    """
    # One call at a time, or simultaneous requests would all pass the same limit.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    now = clock.now()
    address_index = blind_index(address, purpose="address")
    _check_limits(OneTimeCode.phone.index_of(phone), address_index, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = OneTimeCode(
        purpose=purpose,
        via=via,
        user=user,
        address_index=address_index,
        created_at=now,
        expires_at=now + settings.PHONE_CODE_LIFETIME,
    )
    row.phone = phone
    row.digest = _digest(row.id, code)
    row.save()
    messenger().send_code(
        phone=phone, code=code, via=via, language=language, expires_at=row.expires_at
    )
    return row


def check_code(row_id: uuid.UUID, typed: str) -> OneTimeCode:
    """Accept the right code, once; return its row.

    Locks the row. Call it outside a transaction, or a rollback would undo a counted wrong try.
    Raises InvalidInput `code_wrong`, TooManyRequests `code_attempts`, Conflict `code_expired`,
    `code_used` or `code_unknown`.
    """
    with transaction.atomic(durable=True):
        row = OneTimeCode.objects.select_for_update().filter(id=row_id).first()
        if row is None:
            raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
        _check_usable(row)
        if hmac.compare_digest(bytes(row.digest), _digest(row.id, typed)):
            row.consumed_at = clock.now()
            row.save(update_fields=["consumed_at"])
            return row
        row.attempts += 1
        row.save(update_fields=["attempts"])
    left = settings.PHONE_CODE_ATTEMPTS - row.attempts
    if left <= 0:
        raise _too_many_attempts()
    raise InvalidInput(
        "code_wrong",
        ngettext_lazy(
            "Kode salah. Anda dapat mencoba %(left)d kali lagi.",
            "Kode salah. Anda dapat mencoba %(left)d kali lagi.",
            left,
        ),
        field="code",
        params={"left": left},
    )


def settle(row_id: uuid.UUID, *, purpose: str) -> OneTimeCode:
    """Lock a row whose code was right and mark it done, in the caller's transaction.

    What a code was requested for happens once. Raises Conflict `proof_gone` when it has happened,
    the code was for another purpose, or PHONE_PROOF_LIFETIME has passed.
    """
    now = clock.now()
    row = (
        OneTimeCode.objects.select_for_update(of=("self",))
        .filter(
            id=row_id,
            purpose=purpose,
            settled_at=None,
            consumed_at__gt=now - settings.PHONE_PROOF_LIFETIME,
        )
        .first()
    )
    if row is None:
        raise Conflict("proof_gone", _("Waktu habis atau sudah selesai. Minta kode baru."))
    row.settled_at = now
    row.save(update_fields=["settled_at"])
    return row


def next_code_at(row: OneTimeCode) -> datetime:
    """Return when another code may be requested for the number of `row`, perhaps in the past."""
    return _number_free_at(bytes(row.phone_index), clock.now()) or row.created_at


def forget_old_codes() -> int:
    """Delete codes that no limit counts any more; return how many."""
    deleted, _details = OneTimeCode.objects.filter(created_at__lt=clock.now() - KEEP).delete()
    return deleted


def _check_limits(number: bytes, address_index: bytes, now: datetime) -> None:
    if codes_today() >= settings.PHONE_CODES_PER_PORTAL:
        logger.warning("the portal has sent all the codes of this day")
        raise TooManyRequests("phone_portal_cap", _("Kode untuk hari ini sudah habis."))
    free = _number_free_at(number, now)
    if free and free > now:
        raise TooManyRequests("phone_number_limit", params={"until": free})
    hour = OneTimeCode.objects.filter(address_index=address_index, created_at__gt=now - _HOUR)
    times = hour.values_list("created_at", flat=True)
    free = next_allowed_at(times, [Rate(settings.PHONE_CODES_PER_ADDRESS, _HOUR)])
    if free and free > now:
        raise TooManyRequests("phone_address_limit", params={"until": free})


def _number_free_at(number: bytes, now: datetime) -> datetime | None:
    recent = OneTimeCode.objects.filter(phone_index=number, created_at__gt=now - _DAY)
    rates = [
        Rate(1, settings.PHONE_CODE_PAUSE),
        Rate(settings.PHONE_CODES_PER_HOUR, _HOUR),
        Rate(settings.PHONE_CODES_PER_DAY, _DAY),
    ]
    return next_allowed_at(recent.values_list("created_at", flat=True), rates)


def _check_usable(row: OneTimeCode) -> None:
    if row.consumed_at is not None:
        raise Conflict("code_used", _("Kode ini sudah dipakai. Minta kode baru."))
    if row.attempts >= settings.PHONE_CODE_ATTEMPTS:
        raise _too_many_attempts()
    if clock.now() >= row.expires_at:
        raise Conflict("code_expired", _("Kode sudah lewat 5 menit. Minta kode baru."))


def _too_many_attempts() -> TooManyRequests:
    return TooManyRequests("code_attempts", _("Kode salah terlalu sering. Minta kode baru."))


def _digest(row_id: uuid.UUID, code: str) -> bytes:
    digest = keyed_digest(purpose="phone-code")
    digest.update(f"{row_id}|{code}".encode())
    return digest.digest()
