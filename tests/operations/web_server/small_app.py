"""A small WSGI application behind the portal's own worker; it has one thread to answer with."""

from collections.abc import Callable, Iterable
from typing import Any

LARGE = 24 * 1024 * 1024


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with a large body, with the length of what was sent, or with 413 without reading."""
    path = environ["PATH_INFO"]
    if path == "/large":
        start_response("200 OK", [("Content-Length", str(LARGE))])
        return (b"x" * 65536 for _number in range(LARGE // 65536))
    if int(environ.get("CONTENT_LENGTH") or 0) > 12 * 1024 * 1024 and path != "/admin/impor/":
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return []
    body = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
