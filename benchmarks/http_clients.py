"""HTTP clients of the submit benchmark: persistent connections, no Django in their processes."""

import http.client
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

Job = tuple[str, str]
"""Path and API key."""
_BODY = json.dumps({"name": "submit", "data": {"declaration": True}})


def send(port: int, jobs: Sequence[Job], threads: int, expected: int) -> int:
    """Post every job over `threads` connections; return how many got the status `expected`."""
    with ThreadPoolExecutor(threads) as pool:
        shares = [jobs[place::threads] for place in range(threads)]
        return sum(pool.map(lambda share: _send_share(port, share, expected), shares))


def fetch(port: int, path: str, count: int, threads: int) -> int:
    """Get `path` `count` times over `threads` connections; return how many were 200."""
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(lambda _: _fetch_share(port, path, count // threads), range(threads)))


def _send_share(port: int, jobs: Sequence[Job], expected: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    done = 0
    for path, key in jobs:
        headers = {"Authorization": f"Token {key}", "Content-Type": "application/json"}
        done += _status(connection, "POST", path, _BODY, headers) == expected
    connection.close()
    return done


def _fetch_share(port: int, path: str, count: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    done = 0
    for _ in range(count):
        done += _status(connection, "GET", path, None, {}) == 200
    connection.close()
    return done


def _status(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None,
    headers: dict[str, str],
) -> int:
    """Return the status; try once more when the server closed an idle connection.

    It may: each process of the web server is replaced after some thousands of requests.
    """
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError):
        connection.close()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
    response.read()
    return response.status
