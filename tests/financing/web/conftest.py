"""An applicant with a browser."""

import pytest
from django.test import Client

from tests.factories.programs import Cast, cast_of


@pytest.fixture
def people(db: None) -> Cast:
    return cast_of(annual_sales=240_000_000)


@pytest.fixture
def owner(people: Cast, client: Client) -> Client:
    client.force_login(people.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client
