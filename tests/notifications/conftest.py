"""Templates, people and messages for the tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from notifications.models import OutboxMessage
from notifications.services.outbox import enqueue

NOTE = {"enterprise": "Batik <Tulis> & Anak", "due_on": "2026-11-23"}


@pytest.fixture(autouse=True)
def _note_templates(settings: Any) -> None:
    (engine,) = settings.TEMPLATES
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Commit rows for other connections to see; use only messages to addresses, not to people.

    `transactional_db` would empty all tables afterwards, the reference data included.
    """
    with django_db_blocker.unblock():
        yield
        OutboxMessage.objects.all().delete()
        connection.close()


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user(email="siti@contoh.id", password="rahasia", name="Siti")


@pytest.fixture
def note(owner: User) -> Callable[..., OutboxMessage]:
    def make(**fields: Any) -> OutboxMessage:
        return enqueue(**{"key": "test.note", "recipient": owner, "context": NOTE, **fields})

    return make
