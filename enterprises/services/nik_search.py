"""Searching the enterprises of one NIK: exact, in scope only, and logged."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotPermitted, TooManyRequests
from common.identity.numbers import IdentityError, check_nik
from enterprises.models import Enterprise, NikSearch
from enterprises.permissions import is_register_official
from enterprises.selectors.enterprises import register_of

# One person has few enterprises; beyond this number the page says that not all are listed.
MAX_RESULTS: Final = 200
MAX_SEARCHES_PER_HOUR: Final = 60


def search_by_nik(actor: User, nik: str) -> list[int]:
    """Return ids of the enterprises of `nik` in the actor's scope, newest first.

    At most MAX_RESULTS + 1. Logs who searched and how many were found, never the number. Raises
    NotPermitted, InvalidInput "nik" for a text that is not a NIK, and TooManyRequests beyond
    MAX_SEARCHES_PER_HOUR, so that nobody can enumerate the register by NIK.
    """
    if not (actor.is_superuser or is_register_official(actor)):
        raise NotPermitted("register_only", _("Pencarian NIK hanya untuk petugas register usaha."))
    now = clock.now()
    with transaction.atomic():
        # Serialises one person's searches, so that two tabs cannot exceed the limit together.
        User.objects.select_for_update().get(pk=actor.pk)
        recent = NikSearch.objects.filter(user=actor, at__gt=now - timedelta(hours=1))
        if recent.count() >= MAX_SEARCHES_PER_HOUR:
            raise TooManyRequests(
                "nik_searches",
                _("Sudah %(most)s pencarian NIK dalam satu jam. Coba lagi nanti."),
                params={"most": MAX_SEARCHES_PER_HOUR},
            )
        try:
            index = Enterprise.nik.index_of(check_nik(nik))
        except IdentityError:
            text = _("NIK terdiri dari 16 angka seperti pada KTP. Periksa lagi angkanya.")
            raise InvalidInput("nik", text, field="nik") from None
        enterprises = register_of(actor).filter(nik_index=index).order_by("-id")
        ids = list(enterprises.values_list("id", flat=True)[: MAX_RESULTS + 1])
        NikSearch.objects.create(user=actor, at=now, found=min(len(ids), MAX_RESULTS))
    return ids
