"""Twelve pictures of forty million pixels at once, of one person: all others are served."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pytest
from PIL import Image

from tests.faults.conftest import Scene
from tests.faults.test_slow_clients import is_waiting, multipart

pytestmark = pytest.mark.slow
MANY = 12
# Where the uploads ended before the page came, the machine was quick: nothing is shown.
ATTEMPTS = 5
Answer = tuple[int, dict[str, str], bytes]


def forty_megapixels() -> bytes:
    """Return a plain picture: a small file, and 120 MB once it is decoded."""
    out = BytesIO()
    Image.new("RGB", (8000, 5000), "teal").save(out, "PNG")
    return out.getvalue()


def request_of(token: str, application: int, picture: bytes) -> bytes:
    body, kind = multipart("ktp", picture)
    head = (
        f"POST /api/v1/applications/{application}/documents/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Token {token}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def sent(scene: Scene, requests: Sequence[bytes]) -> Iterator[list[socket.socket]]:
    """Send every request on a connection of its own, and read no answer yet."""
    with ExitStack() as stack:
        clients = []
        for request in requests:
            client = socket.create_connection(("127.0.0.1", scene.portal.port), timeout=120)
            clients.append(stack.enter_context(client))
            client.sendall(request)
        yield clients


def read(client: socket.socket) -> Answer:
    data = b""
    while more := client.recv(65536):
        data += more
    head, _blank, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


@pytest.mark.exhaustive
def test_others_are_served_while_one_person_sends_twelve_pictures(scene: Scene) -> None:
    picture = forty_megapixels()
    assert len(picture) < 130_000
    own = [request_of(scene.token, pk, picture) for pk in scene.ids[:MANY]]
    others = request_of(scene.other["token"], scene.other["ids"][0], picture)
    for _number in range(ATTEMPTS):
        with sent(scene, own) as clients:
            page = scene.portal.ask("/masuk/")
            was_first = any(is_waiting(client) for client in clients)
            with sent(scene, [others]) as (other,):
                status, _headers, _body = read(other)
            answers = [read(client) for client in clients]
        # The other person has a turn, whatever the twelve do.
        assert (page.status, status) == (200, 201)
        _are_taken_or_asked_to_wait(answers)
        # The order proves it, not seconds: the page came while pictures were still looked at.
        if was_first:
            return
    pytest.fail("the uploads were always answered first")


def _are_taken_or_asked_to_wait(answers: Sequence[Answer]) -> None:
    statuses = [status for status, _headers, _body in answers]
    assert set(statuses) <= {201, 503}
    assert 201 in statuses
    for status, headers, body in answers:
        if status == 503:
            assert int(headers["retry-after"]) > 0
            assert json.loads(body)["errors"][0]["code"] == "busy_yours"
