"""Test clients of people who have signed in."""

from typing import Any

from django.test import Client

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.second_factor import BACKEND


def web_client(user: User) -> Client:
    """Return a client of its own in which the person has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def as_superuser(client: Client, **person: Any) -> Client:
    """Return the client after a superuser of these particulars has signed in."""
    client.force_login(UserFactory(is_superuser=True, is_staff=True, **person), backend=BACKEND)
    return client
