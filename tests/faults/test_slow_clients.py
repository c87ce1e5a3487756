"""Clients that are slow, stop in the middle or leave: others are served, nothing half is stored."""

import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.faults.conftest import Scene
from tests.faults.portal import Portal

pytestmark = pytest.mark.slow
SLOW = 50
# Where the server's own limits ended before the page came, the machine was slow: nothing is shown.
ATTEMPTS = 5
HEAD = b"POST /masuk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"
WAYS = {
    "silent": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "half a body": HEAD + b"x" * 500,
    "half a second head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT",
}


@contextmanager
def slow_clients(portal: Portal, first: bytes, count: int = SLOW) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        found = []
        for _number in range(count):
            client = socket.create_connection(("127.0.0.1", portal.port), timeout=60)
            stack.enter_context(client)
            client.sendall(first)
            found.append(client)
        yield found


def is_waiting(client: socket.socket) -> bool:
    """Tell whether the server has neither answered nor hung up on what the client sent last."""
    client.setblocking(False)
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    finally:
        client.settimeout(60)
    return False


def read_first_answer(client: socket.socket) -> None:
    answer = client.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200 ")
    while not answer.endswith(b"\r\n\r\nok"):
        more = client.recv(65536)
        assert more, answer
        answer += more


def answer_times(portal: Portal, count: int = 10) -> list[float]:
    found = []
    for _number in range(count):
        started = time.monotonic()
        assert portal.ask("/masuk/").status == 200
        found.append(time.monotonic() - started)
    return found


def times_beside(portal: Portal, way: str) -> list[float]:
    """Return how long pages took, or nothing if a client was hung up on before the first came."""
    with slow_clients(portal, WAYS[way]) as clients:
        if way == "half a second head":
            for client in clients:
                read_first_answer(client)
        for client in clients[:10]:
            # They send on, a byte at a time.
            client.sendall(b"y" if WAYS[way] else b"")
        times = answer_times(portal, 1)
        if not all(is_waiting(client) for client in clients):
            return []
        return times + answer_times(portal)


@pytest.mark.sampled
@pytest.mark.parametrize("way", WAYS)
def test_fifty_slow_clients_do_not_stop_the_others(
    scene: Scene, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = statistics.median(answer_times(scene.portal))
    # The order proves it, not seconds: a page came while every slow client still waited.
    attempts = (times_beside(scene.portal, way) for _number in range(ATTEMPTS))
    times = next((found for found in attempts if found), [])
    assert times
    with capsys.disabled():
        print(
            f"\n{SLOW} slow clients ({way}): page median {statistics.median(times) * 1000:.0f} ms, "
            f"slowest {max(times) * 1000:.0f} ms; without them {alone * 1000:.0f} ms"
        )


@pytest.mark.exhaustive
def test_client_that_never_ends_its_head_gets_408(scene: Scene) -> None:
    with slow_clients(scene.portal, WAYS["half a head"], 1) as (client,):
        client.settimeout(120)
        answer = client.recv(200)
        assert answer.startswith(b"HTTP/1.1 408 ")


def multipart(requirement: str, content: bytes) -> tuple[bytes, str]:
    edge = "tepi-berkas"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="requirement"\r\n\r\n{requirement}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode()
    return body + content + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def rows_and_files(scene: Scene) -> tuple[Any, int]:
    documents = scene.portal.rows("SELECT count(*) FROM enterprises_documentversion")[0][0]
    media = scene.portal.home / "media"
    return documents, sum(1 for path in media.rglob("*") if path.is_file())


@pytest.mark.sampled
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99], ids=["begun", "half", "all but the end"])
def test_half_an_upload_leaves_nothing(scene: Scene, share: float) -> None:
    before = rows_and_files(scene)
    body, kind = multipart("ktp", b"\xff\xd8\xff" + b"x" * 2_000_000)
    head = (
        f"POST /api/v1/applications/{scene.ids[-1]}/documents/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Token {scene.token}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", scene.portal.port), timeout=60) as client:
        client.sendall(head + body[: int(len(body) * share)])
    assert scene.portal.ask("/masuk/").status == 200
    assert rows_and_files(scene) == before
