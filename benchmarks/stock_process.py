"""Asks the stock admin, in a process with settings of its own."""

from functools import cache

from django.test import Client

from accounts.models import User
from benchmarks.people import opened, page_client
from benchmarks.rounds import timed
from common.gc import freeze_gc


def seconds(user_id: int, address: str) -> float:
    """How long the stock admin takes for one page."""
    client = _client(user_id)
    return timed(lambda: opened(client, address))


@cache
def _client(user_id: int) -> Client:
    client = page_client(User.objects.get(pk=user_id))
    opened(client, "/admin/")
    # On both sides.
    freeze_gc()
    return client
