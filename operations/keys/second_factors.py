"""Secrets of second factors, which allauth stores as encrypted texts inside a JSON column."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

LABEL = "mfa_authenticator.data"
# Keys of an authenticator app's secret and of recovery codes; a passkey stores none here.
NAMES = ("secret", "seed")
CHUNK = 500


def rotate(newest: int) -> int:
    """Encrypt every older secret again, in short transactions; return how many there were."""
    adapter = get_adapter()
    sealed = 0
    for primary_keys in _pages():
        with transaction.atomic():
            rows = Authenticator.objects.select_for_update(of=("self",), no_key=True)
            for row in rows.filter(pk__in=primary_keys).order_by("pk"):
                older = [name for name, key in _keys_of(row.data) if key != newest]
                for name in older:
                    row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
                if older:
                    row.save(update_fields=["data"])
                    sealed += len(older)
    return sealed


def values_under(key_id: int) -> int:
    """Return how many secrets still need a key."""
    return sum(
        key == key_id
        for data in Authenticator.objects.values_list("data", flat=True).iterator(CHUNK)
        for _name, key in _keys_of(data)
    )


def _pages() -> Iterator[list[int]]:
    last = 0
    while True:
        rows = Authenticator.objects.filter(pk__gt=last).order_by("pk")
        page = list(rows.values_list("pk", flat=True)[:CHUNK])
        if not page:
            return
        last = page[-1]
        yield page


def _keys_of(data: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name in NAMES:
        try:
            blob = base64.b64decode(str(data.get(name) or ""), validate=True)
        except binascii.Error:
            continue
        if blob:
            yield name, blob[0]
