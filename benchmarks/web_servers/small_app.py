"""A small WSGI application, the same behind every server; it needs no library."""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final

LARGE: Final = 24 * 1024 * 1024
LONGEST: Final = 12 * 1024 * 1024
LONGEST_AT: Final = {"/admin/impor/": 101 * 1024 * 1024}
# How long the server works on "/work", so that it is busy when its process ends.
_WORK_SECONDS: Final = 0.02


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the length of what was sent, or as the path says.

    `/large` is a large body, `/seen` what the server made of the headers. A body that is too long
    is answered with 413 and not read; `/admin/impor/` takes more.
    """
    path = environ["PATH_INFO"]
    if path == "/large":
        start_response("200 OK", [("Content-Length", str(LARGE))])
        return (b"x" * 65536 for _number in range(LARGE // 65536))
    if int(environ.get("CONTENT_LENGTH") or 0) > LONGEST_AT.get(path, LONGEST):
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return []
    if path == "/work":
        time.sleep(_WORK_SECONDS)
    body = _seen(environ) if path == "/seen" else _length(environ)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def _length(environ: dict[str, Any]) -> bytes:
    return str(len(environ["wsgi.input"].read())).encode()


def _seen(environ: dict[str, Any]) -> bytes:
    names = ("wsgi.url_scheme", "REMOTE_ADDR", "SCRIPT_NAME", "HTTP_X_FORWARDED_FOR")
    return "\n".join(str(environ.get(name, "")) for name in names).encode()
