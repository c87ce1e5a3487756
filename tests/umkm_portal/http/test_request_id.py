"""Every answer names its request, and no client chooses that name."""

import uuid

import pytest
from django.test import Client

from common.web.request_context import current_request, current_request_id

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/api/v1/queue/", "/masuk/"])
def test_every_answer_names_its_request(client: Client, path: str) -> None:
    ids = {client.get(path)["X-Request-Id"] for _time in range(2)}
    assert len(ids) == 2
    assert all(uuid.UUID(each).version == 4 for each in ids)


def test_a_client_does_not_choose_the_name(client: Client) -> None:
    sent = str(uuid.uuid4())
    assert client.get("/", headers={"X-Request-Id": sent})["X-Request-Id"] != sent


def test_outside_a_request_there_is_none() -> None:
    assert (current_request(), current_request_id()) == (None, "")
