"""Ports of the servers and of the portal."""

import json
import socket
from collections.abc import Iterator

import pytest

from operations.launcher import ports
from operations.launcher.console import LaunchError
from operations.launcher.home import Home


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.HOST, ports.find_free(21000, "test")))
        listener.listen()
        yield listener.getsockname()[1]


def test_free_port_is_below_the_ephemeral_range() -> None:
    assert 20000 <= ports.find_free(20000, "x") < ports.CEILING


def test_taken_port_is_refused_in_one_line_that_names_it(taken_port: int) -> None:
    with pytest.raises(LaunchError) as refused:
        ports.require_free(taken_port)
    text = str(refused.value)
    assert str(taken_port) in text
    assert f"PORTAL_PORT={taken_port + 1}" in text
    assert "\n" not in text


def test_port_is_remembered_and_chosen_again_when_taken(home: Home, taken_port: int) -> None:
    first = home.ports.choose("postgres", 21500)
    assert home.ports.choose("postgres", 21500) == first
    home.ports.path.write_text(json.dumps({"postgres": taken_port}))
    assert home.ports.choose("postgres", 21500) not in {taken_port, 0}
