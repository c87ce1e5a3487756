"""A lead on a fixed day, and a draft of the version after the one in force."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from programs.models import Edition
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.programs.admin.editor import draft_after


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-24T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def lead() -> User:
    return OfficialFactory(role=Role.ADMIN, regency=None)


@pytest.fixture
def client(lead: User) -> Client:
    return web_client(lead)


@pytest.fixture
def current() -> Edition:
    return Edition.objects.get(scheme__code="kur-mikro", code="2026")


@pytest.fixture
def draft(lead: User, current: Edition) -> Edition:
    return draft_after(lead, current, date(2027, 1, 1))
