"""A helper's clients, a page at a time, with their open files."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from applications.lifecycle import OPEN_STATES
from applications.models import Application
from applications.selectors.access import with_relations
from common.lists.paging import Page, keyset_page
from enterprises.models import Member
from enterprises.selectors.helper_consents import clients_of

CLIENTS_A_PAGE: Final = 20
LAPSED_SHOWN: Final = 20
# Files shown per client; a client with more has them all under Pengajuan.
_FILES_SHOWN: Final = 5


def client_page(helper: User, cursor: str | None) -> Page[Member]:
    """Return a page of the memberships by which the person helps, the newest first.

    Raises InvalidInput for a bad cursor.
    """
    return keyset_page(clients_of(helper), order=("-id",), cursor=cursor, size=CLIENTS_A_PAGE)


def applications_of_clients(enterprises: Collection[int]) -> dict[int, list[Application]]:
    """Return the first open files of each of these enterprises, in the order they are due."""
    found: dict[int, list[Application]] = defaultdict(list)
    if not enterprises:
        return found
    files = Application.objects.filter(
        enterprise__in=enterprises, state__in=[str(state) for state in OPEN_STATES]
    )
    place = Window(RowNumber(), partition_by=F("enterprise"), order_by=("due_on", "-id"))
    files = with_relations(files.annotate(place=place).filter(place__lte=_FILES_SHOWN))
    files = files.prefetch_related("edition__stages", "edition__outcome_words")
    for file in files.order_by("due_on", "-id"):
        found[file.enterprise_id].append(file)
    return found
