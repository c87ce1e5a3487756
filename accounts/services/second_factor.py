"""Removing a lost second factor, so that its owner can set up another."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import SecurityAction
from accounts.models import SecondFactorReset, User
from accounts.services.messenger import messenger
from accounts.services.security_log import record
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason

MIN_REASON = 3


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, reason: str) -> SecondFactorReset:
    """Delete every factor and recovery code of `user` and notify them.

    Sessions verified with them need a second factor again. Locks the person's row. Raises
    InvalidInput (`reason_required`, `nik_in_reason`), NotPermitted `own_second_factor` and Conflict
    `no_second_factor`.
    """
    reason = reason.strip()
    if not is_reason(reason, least=MIN_REASON):
        raise InvalidInput("reason_required", _("Tulis alasannya."), field="reason")
    refuse_nik(reason)
    if by is not None and by.pk == user.pk:
        raise NotPermitted(
            "own_second_factor", _("Langkah kedua Anda sendiri diatur ulang oleh orang lain.")
        )
    # Of two simultaneous resets only one takes effect.
    User.objects.select_for_update().get(pk=user.pk)
    deleted, _kinds = Authenticator.objects.filter(user=user).delete()
    if not deleted:
        raise Conflict("no_second_factor", _("Orang ini belum memasang langkah kedua."))
    record(SecurityAction.FACTOR_REMOVED, person=by, subject=user, reason=reason)
    messenger().notify_second_factor_reset(
        user, by=str(by) if by is not None else "Portal UMKM Jawa Timur", reason=reason
    )
    return SecondFactorReset.objects.create(user=user, by=by, reason=reason, at=clock.now())
