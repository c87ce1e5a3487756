"""What a client does not take is held, in order, and costs the writer no wait."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.web_server.outgoing import HoldingSocket

MUCH = bytes(range(256)) * 40_000


@pytest.fixture
def pair() -> Iterator[tuple[HoldingSocket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with theirs:
        holding = HoldingSocket(ours)
        yield holding, theirs
        holding.close()


def read_all(holding: HoldingSocket, client: socket.socket, size: int) -> bytes:
    """Take everything as a client does, while the loop sends what is held."""
    taken = b""
    while len(taken) < size:
        holding.send_held()
        taken += client.recv(1 << 20)
    return taken


def test_what_is_taken_at_once_is_not_held(pair: tuple[HoldingSocket, socket.socket]) -> None:
    holding, client = pair
    holding.sendall(b"halo")
    assert not holding.is_holding
    assert client.recv(10) == b"halo"


def test_a_long_answer_arrives_whole_and_in_order(
    pair: tuple[HoldingSocket, socket.socket],
) -> None:
    holding, client = pair
    holding.sendall(MUCH)
    assert holding.is_holding
    holding.sendall(b"the end")
    assert read_all(holding, client, len(MUCH) + 7) == MUCH + b"the end"
    holding.sendall(b"next")
    assert client.recv(10) == b"next"


def test_a_client_that_takes_nothing_is_no_progress(
    pair: tuple[HoldingSocket, socket.socket],
) -> None:
    holding, _client = pair
    holding.sendall(MUCH)
    assert not holding.send_held()


def test_a_client_that_left_is_an_error(pair: tuple[HoldingSocket, socket.socket]) -> None:
    holding, client = pair
    holding.sendall(MUCH)
    client.close()
    with pytest.raises(OSError, match=r"[Bb]roken|reset"):
        holding.send_held()


@pytest.mark.parametrize(("offset", "count"), [(0, None), (5, None), (5, 70_000), (0, 0)])
def test_a_part_of_a_file_is_sent(
    pair: tuple[HoldingSocket, socket.socket], tmp_path: Path, offset: int, count: int | None
) -> None:
    holding, client = pair
    path = tmp_path / "file"
    path.write_bytes(MUCH[:100_000])
    expected = MUCH[:100_000][offset:] if count is None else MUCH[offset : offset + count]
    with path.open("rb") as file:
        assert holding.sendfile(file, offset, count) == len(expected)
    assert read_all(holding, client, len(expected)) == expected
