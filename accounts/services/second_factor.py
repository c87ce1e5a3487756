"""Taking a lost second step off, so that its owner may set up another."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import SecondFactorReset, User
from accounts.services.messenger import messenger
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted

MIN_REASON = 3


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, reason: str) -> SecondFactorReset:
    """Takes every factor and recovery code of `user` off and tells them.

    Sessions that were proven with them are proven no more. Raises InvalidInput `reason_required`,
    NotPermitted `own_second_factor` and Conflict `no_second_factor`.
    """
    words = reason.strip()
    if len(words) < MIN_REASON:
        raise InvalidInput("reason_required", _("Tulis alasannya."), field="reason")
    if by is not None and by.pk == user.pk:
        raise NotPermitted(
            "own_second_factor", _("Langkah kedua Anda sendiri diatur ulang oleh orang lain.")
        )
    # Locks the person: two administrators at once are one reset.
    User.objects.select_for_update().get(pk=user.pk)
    taken, _kinds = Authenticator.objects.filter(user=user).delete()
    if not taken:
        raise Conflict("no_second_factor", _("Orang ini belum memasang langkah kedua."))
    messenger().tell_second_factor_reset(
        user, by=str(by) if by is not None else "Portal UMKM Jawa Timur", reason=words
    )
    return SecondFactorReset.objects.create(user=user, by=by, reason=words, at=clock.now())
