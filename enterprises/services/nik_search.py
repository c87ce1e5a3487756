"""Finding the enterprises of one NIK: exactly, in scope only, and written down."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotPermitted, TooMany
from common.identity.numbers import IdentityError, check_nik
from enterprises.models import Enterprise, NikSearch
from enterprises.permissions import is_register_official
from enterprises.selectors.enterprises import register_of

# One person has few enterprises; more than these are not listed, and the page says so.
MOST: Final = 200
PER_HOUR: Final = 60


def search_by_nik(actor: User, nik: str) -> list[int]:
    """Ids of the enterprises of `nik` within the actor's register, newest first, at most MOST + 1.

    Writes down who searched and how many were found, never the number. Raises NotPermitted,
    InvalidInput "nik" for what is no NIK, and TooMany beyond PER_HOUR searches: a register is not
    to be read out number by number.
    """
    if not (actor.is_superuser or is_register_official(actor)):
        raise NotPermitted("register_only", _("Pencarian NIK hanya untuk petugas register usaha."))
    now = clock.now()
    with transaction.atomic():
        # Serialises one person's searches, so that two tabs cannot pass the limit together.
        User.objects.select_for_update().get(pk=actor.pk)
        lately = NikSearch.objects.filter(user=actor, at__gt=now - timedelta(hours=1))
        if lately.count() >= PER_HOUR:
            raise TooMany(
                "nik_searches",
                _("Sudah %(most)s pencarian NIK dalam satu jam. Coba lagi nanti."),
                params={"most": PER_HOUR},
            )
        try:
            index = Enterprise.nik.index_of(check_nik(nik))
        except IdentityError:
            words = _("NIK terdiri dari 16 angka seperti pada KTP. Periksa lagi angkanya.")
            raise InvalidInput("nik", words, field="nik") from None
        mine = register_of(actor).filter(nik_index=index).order_by("-id")
        found = list(mine.values_list("id", flat=True)[: MOST + 1])
        NikSearch.objects.create(user=actor, at=now, found=min(len(found), MOST))
    return found
