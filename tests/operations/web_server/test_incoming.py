"""Where a request ends, and what of it is kept where."""

import pytest

from operations.web_server.incoming import HEAD_LIMIT, Incoming

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /a/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"


def fed(*pieces: bytes, limit: int = 100) -> Incoming:
    found = Incoming(limit)
    for piece in pieces:
        found.add(piece)
    return found


@pytest.mark.parametrize("request_bytes", [GET, POST])
def test_complete_with_the_last_byte_and_not_before(request_bytes: bytes) -> None:
    found = Incoming(100)
    for number in range(len(request_bytes)):
        assert not found.is_complete
        found.add(request_bytes[number : number + 1])
    assert found.is_complete
    assert found.handed_over().read() == request_bytes
    assert found.surplus == b""


def test_what_follows_is_the_next_request() -> None:
    found = fed(POST + GET)
    assert found.handed_over().read() == POST
    assert found.surplus == GET


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["too long", "not a number", "chunked"],
)
def test_a_body_not_to_be_waited_for_is_left_to_the_parser(head: bytes) -> None:
    assert fed(head).is_complete


def test_an_endless_head_is_handed_on_to_be_refused() -> None:
    assert fed(b"GET / HTTP/1.1\r\n", b"a: b\r\n" * (HEAD_LIMIT // 6)).is_complete


def test_a_client_that_waits_for_leave_is_noticed() -> None:
    head = b"POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    assert fed(head).asks_to_go_on
    assert not fed(head).is_complete
    assert not fed(GET).asks_to_go_on
