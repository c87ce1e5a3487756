"""Saving filters under a name: one's own only, a bounded number of them."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.names import is_readable_name
from common.lists.word_search import holds_nik

MOST: Final = 20
NAME_LENGTH: Final = 40
QUERY_LENGTH: Final = 1000
# What belongs to one visit, not to a view: the place in the list, pop-ups, an error said once.
_PASSING: Final = frozenset({"cursor", "p", "e", "all", "_popup", "_to_field", "_facets", "nik"})


def save_view(user: User, *, page: str, name: str, query: str) -> SavedView:
    """Keeps `query` of `page` as `name`; the same name is written over.

    Raises InvalidInput for a name that cannot be read or a query that is nobody's filter, Conflict
    beyond MOST views of one page.
    """
    name, kept = _name(name), _query(query)
    with transaction.atomic():
        # Two tabs must not pass the bound together.
        User.objects.select_for_update().get(pk=user.pk)
        mine = SavedView.objects.filter(user=user, page=page)
        known = mine.filter(name=name).first()
        if known is not None:
            known.query = kept
            known.save(update_fields=["query"])
            return known
        if mine.count() >= MOST:
            raise Conflict(
                "too_many_views",
                _("Sudah ada %(most)s tampilan untuk daftar ini. Hapus satu dulu."),
                params={"most": MOST},
            )
        return SavedView.objects.create(
            user=user, page=page, name=name, query=kept, created_at=clock.now()
        )


def rename_view(user: User, view_id: int, name: str) -> SavedView:
    """Gives one's own view another name; raises NotFound, InvalidInput or Conflict."""
    name = _name(name)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        view = _own(user, view_id)
        if SavedView.objects.filter(user=user, page=view.page, name=name).exclude(pk=view.pk):
            raise Conflict("view_name_taken", _("Nama itu sudah dipakai untuk tampilan lain."))
        view.name = name
        view.save(update_fields=["name"])
    return view


def delete_view(user: User, view_id: int) -> SavedView:
    """Forgets one's own view; raises NotFound."""
    view = _own(user, view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(user: User, view_id: int) -> SavedView:
    found = SavedView.objects.filter(user=user, pk=view_id).first()
    if found is None:
        raise NotFound("no_view", _("Tampilan itu tidak ada."))
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or not is_readable_name(name):
        raise InvalidInput(
            "view_name",
            _("Beri nama tampilan ini: huruf yang terbaca, paling panjang %(most)s."),
            field="name",
            params={"most": NAME_LENGTH},
        )
    return name


def _query(text: str) -> str:
    """The filters and the order of an address, written anew."""
    try:
        pairs = parse_qsl(text, max_num_fields=50)
    except ValueError:
        pairs = []
    kept = urlencode([(key, value) for key, value in pairs if key not in _PASSING])
    if not kept:
        words = _("Pilih dulu saringan atau pencarian, lalu simpan.")
        raise InvalidInput("view_empty", words, field="query")
    if len(kept) > QUERY_LENGTH or "%00" in kept or any(holds_nik(value) for key, value in pairs):
        words = _("Alamat ini tidak dapat disimpan sebagai tampilan.")
        raise InvalidInput("view_query", words, field="query")
    return kept
