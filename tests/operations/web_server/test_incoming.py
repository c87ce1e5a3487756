"""Where a request ends, and what comes after it."""

import pytest

from operations.web_server.incoming import HEAD_LIMIT, IncomingRequest

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /a/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"


def incoming_of(*pieces: bytes, limit: int = 100) -> IncomingRequest:
    incoming = IncomingRequest(lambda _path: limit)
    for piece in pieces:
        incoming.add(piece)
    return incoming


@pytest.mark.parametrize("request_bytes", [GET, POST])
def test_complete_with_the_last_byte_and_not_before(request_bytes: bytes) -> None:
    incoming = IncomingRequest(lambda _path: 100)
    for number in range(len(request_bytes)):
        assert not incoming.is_complete
        incoming.add(request_bytes[number : number + 1])
    assert incoming.is_complete
    assert incoming.opened().read() == request_bytes
    assert incoming.surplus == b""


def test_what_follows_is_the_next_request() -> None:
    incoming = incoming_of(POST + GET)
    assert incoming.opened().read() == POST
    assert incoming.surplus == GET


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["too long", "chunked"],
)
def test_a_body_not_to_be_waited_for_is_cut(head: bytes) -> None:
    incoming = incoming_of(head)
    assert (incoming.is_complete, incoming.is_cut) == (True, True)
    assert incoming.has_unknown_length == (b"chunked" in head)


def test_a_length_that_is_no_number_is_left_to_the_parser() -> None:
    incoming = incoming_of(b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
    assert (incoming.is_complete, incoming.is_cut) == (True, False)


@pytest.mark.parametrize("target", ["/impor/", "/impor/?a=/x/"])
def test_each_address_has_its_limit(target: str) -> None:
    incoming = IncomingRequest({"/impor/": 5}.__getitem__)
    incoming.add(f"POST {target} HTTP/1.1\r\nContent-Length: 6\r\n\r\n".encode())
    assert incoming.is_cut


def test_an_endless_head_is_handed_on_to_be_refused() -> None:
    assert incoming_of(b"GET / HTTP/1.1\r\n", b"a: b\r\n" * (HEAD_LIMIT // 6)).is_complete


def test_a_client_that_waits_for_leave_is_noticed() -> None:
    head = b"POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    assert incoming_of(head).expects_continue
    assert not incoming_of(head).is_complete
    assert not incoming_of(GET).expects_continue
