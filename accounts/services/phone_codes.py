"""One-time codes: rate-limited, few attempts each, usable once."""

import hmac
import logging
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.enums import CodePurpose, SecurityAction
from accounts.models import OneTimeCode, User
from accounts.policies import Rate, next_allowed_at, slowing_rates
from accounts.selectors.phones import codes_today
from accounts.services.messenger import messenger
from accounts.services.security_log import record
from common.dates import clock
from common.errors import Conflict, InvalidInput, TooManyRequests
from common.identity.crypto import blind_index, keyed_digest
from common.retention import retention

logger = logging.getLogger(__name__)
DIGITS = 6
KEEP = retention("phone-codes").period
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
    proved_by: str = "",
    about: Mapping[str, str] | None = None,
) -> OneTimeCode:
    """Send a new code to `phone` (`+628…`) in the caller's transaction; return its row.

    The row does not hold the code. Does not look up who uses the number, so the result is the same
    for every number. `address` is the network of the request. `proved_by` names the device, account
    or official that has proved the number before, and so has limits of its own; '' is a stranger.
    `about` names what is agreed to by giving the code to someone (`enterprise`, `helper`, `text`).
    Locks out other calls until the transaction ends. Raises TooManyRequests: `phone_portal_cap`
    when the portal has sent its codes of the day, `phone_number_limit` or `phone_address_limit`
    with `params["until"]`.
    """
    # One call at a time, or simultaneous requests would all pass the same limit.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    now = clock.now()
    row = OneTimeCode(
        purpose=purpose,
        via=via,
        user=user,
        address_index=blind_index(address, purpose="address"),
        proof_index=blind_index(proved_by, purpose="code-proof") if proved_by else None,
        created_at=now,
        expires_at=now + settings.PHONE_CODE_LIFETIME,
    )
    row.phone = phone
    _check_limits(row, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row.digest = _digest(row.id, code)
    row.save()
    messenger().send_code(
        phone=phone,
        code=code,
        via=via,
        language=language,
        expires_at=row.expires_at,
        about=about or {},
    )
    return row


def check_code(row_id: uuid.UUID, typed: str) -> OneTimeCode:
    """Accept the right code, once; return its row.

    Locks the row. Call it outside a transaction, or a rollback would undo a counted wrong attempt.
    Raises InvalidInput `code_wrong`, TooManyRequests `code_attempts`, Conflict `code_expired`,
    `code_used` or `code_unknown`.
    """
    with transaction.atomic(durable=True):
        row = OneTimeCode.objects.select_for_update().filter(id=row_id).first()
        if row is None:
            raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
        _check_usable(row)
        if is_code_of(row, typed):
            row.consumed_at = clock.now()
            row.save(update_fields=["consumed_at"])
            return row
        row.attempts += 1
        row.save(update_fields=["attempts"])
    if row.purpose != CodePurpose.CONSENT:
        # With a code for consent nobody's account was tried.
        record(SecurityAction.SIGN_IN_FAILED, subject=row.user, words="kode ponsel salah")
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


def is_code_of(row: OneTimeCode, typed: str) -> bool:
    """Tell whether this is the code of the row; counts nothing: only for an accepted code."""
    return hmac.compare_digest(bytes(row.digest), _digest(row.id, typed))


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
    """Return when the requester of `row` may request another code for its number, or could have."""
    return _number_free_at(row, clock.now()) or row.created_at


def forget_old_codes() -> int:
    """Delete codes that no limit counts any more; return how many."""
    deleted, _details = OneTimeCode.objects.filter(created_at__lt=clock.now() - KEEP).delete()
    return deleted


def _check_limits(row: OneTimeCode, now: datetime) -> None:
    is_stranger = row.proof_index is None
    if codes_today(to_strangers=is_stranger) >= settings.PHONE_CODES_PER_PORTAL:
        logger.warning("the portal has sent all the codes of this day")
        raise TooManyRequests("phone_portal_cap", _("Kode untuk hari ini sudah habis."))
    free = _number_free_at(row, now)
    if free and free > now:
        raise TooManyRequests("phone_number_limit", params={"until": free})
    free = _network_free_at(row, now) if is_stranger else None
    if free and free > now:
        raise TooManyRequests("phone_address_limit", params={"until": free})


def _number_free_at(row: OneTimeCode, now: datetime) -> datetime | None:
    """Return when a requester like that of `row` may have a code for its number; None means now."""
    codes = OneTimeCode.objects.filter(phone_index=row.phone_index)
    pause = Rate(1, settings.PHONE_CODE_PAUSE)
    if row.proof_index is not None:
        own = _times(codes.filter(proof_index=row.proof_index), now)
        hourly = Rate(settings.PHONE_CODES_PER_HOUR, _HOUR)
        return next_allowed_at(own, [pause, hourly, Rate(settings.PHONE_CODES_PER_DAY, _DAY)])
    strangers = codes.filter(proof_index=None)
    everybody = _times(strangers, now)
    network = _times(strangers.filter(address_index=row.address_index), now)
    ends = [
        next_allowed_at(everybody, [pause]),
        _free_at(everybody, *settings.PHONE_CODES_OF_STRANGERS),
        _free_at(network, *settings.PHONE_CODES_OF_NETWORK),
    ]
    return max((end for end in ends if end), default=None)


def _network_free_at(row: OneTimeCode, now: datetime) -> datetime | None:
    """Return when a stranger in the network of `row` may have a code for any number."""
    codes = OneTimeCode.objects.filter(address_index=row.address_index, proof_index=None)
    hourly: int = settings.PHONE_CODES_PER_ADDRESS
    return _free_at(_times(codes, now), hourly, 3 * hourly, max(1, hourly // 10))


def _times(codes: QuerySet[OneTimeCode], now: datetime) -> list[datetime]:
    return list(codes.filter(created_at__gt=now - _DAY).values_list("created_at", flat=True))


def _free_at(times: list[datetime], hourly: int, daily: int, slowed: int) -> datetime | None:
    rates = slowing_rates(len(times), hourly=hourly, daily=daily, slowed=slowed)
    return next_allowed_at(times, rates)


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
