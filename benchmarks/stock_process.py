"""A process with its own settings that times pages of the stock admin."""

from functools import cache

from django.test import Client

from accounts.models import User
from benchmarks.clients import fetch, page_client
from benchmarks.rounds import timed
from operations.web_server.garbage_collection import freeze_gc


def seconds(user_id: int, path: str) -> float:
    """Return the seconds the stock admin takes for one page."""
    client = _client(user_id)
    return timed(lambda: fetch(client, path))


@cache
def _client(user_id: int) -> Client:
    client = page_client(User.objects.get(pk=user_id))
    fetch(client, "/admin/")
    # On both sides.
    freeze_gc()
    return client
