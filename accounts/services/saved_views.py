"""Saving filters under a name: each person's own, a limited number of them."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.names import is_readable_name
from common.lists.word_search import contains_nik

MOST: Final = 20
NAME_LENGTH: Final = 40
QUERY_LENGTH: Final = 1000
# What belongs to one visit, not to a view: the position in the list, pop-ups, an error shown once.
_TRANSIENT: Final = frozenset({"cursor", "p", "e", "all", "_popup", "_to_field", "_facets", "nik"})


def save_view(user: User, *, page: str, name: str, query: str) -> SavedView:
    """Save `query` of `page` as `name`; an existing view of that name is overwritten.

    Locks the person's row. Raises InvalidInput for an unreadable name or a query that is no filter,
    Conflict beyond MOST views of one page.
    """
    name, query = _valid_name(name), _valid_query(query)
    with transaction.atomic():
        # Two tabs must not exceed the limit together.
        User.objects.select_for_update().get(pk=user.pk)
        own_views = SavedView.objects.filter(user=user, page=page)
        existing = own_views.filter(name=name).first()
        if existing is not None:
            existing.query = query
            existing.save(update_fields=["query"])
            return existing
        if own_views.count() >= MOST:
            raise Conflict(
                "too_many_views",
                _("Sudah ada %(most)s tampilan untuk daftar ini. Hapus satu dulu."),
                params={"most": MOST},
            )
        return SavedView.objects.create(
            user=user, page=page, name=name, query=query, created_at=clock.now()
        )


def rename_view(user: User, view_id: int, name: str) -> SavedView:
    """Rename a person's own view; raises NotFound, InvalidInput or Conflict."""
    name = _valid_name(name)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        view = _own(user, view_id)
        if SavedView.objects.filter(user=user, page=view.page, name=name).exclude(pk=view.pk):
            raise Conflict("view_name_taken", _("Nama itu sudah dipakai untuk tampilan lain."))
        view.name = name
        view.save(update_fields=["name"])
    return view


def delete_view(user: User, view_id: int) -> SavedView:
    """Delete a person's own view; raises NotFound."""
    view = _own(user, view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(user: User, view_id: int) -> SavedView:
    view = SavedView.objects.filter(user=user, pk=view_id).first()
    if view is None:
        raise NotFound("no_view", _("Tampilan itu tidak ada."))
    return view


def _valid_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or not is_readable_name(name):
        raise InvalidInput(
            "view_name",
            _("Beri nama tampilan ini: huruf yang terbaca, paling panjang %(most)s."),
            field="name",
            params={"most": NAME_LENGTH},
        )
    return name


def _valid_query(text: str) -> str:
    """Return the filters and the order of a query string, encoded again."""
    try:
        pairs = parse_qsl(text, max_num_fields=50)
    except ValueError:
        pairs = []
    encoded = urlencode([(key, value) for key, value in pairs if key not in _TRANSIENT])
    if not encoded:
        message = _("Pilih dulu saringan atau pencarian, lalu simpan.")
        raise InvalidInput("view_empty", message, field="query")
    if (
        len(encoded) > QUERY_LENGTH
        or "%00" in encoded
        or any(contains_nik(value) for key, value in pairs)
    ):
        message = _("Alamat ini tidak dapat disimpan sebagai tampilan.")
        raise InvalidInput("view_query", message, field="query")
    return encoded
