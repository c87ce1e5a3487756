"""The web server. Its access log says what was asked for, never by whom nor with which values."""

import os
import re
import time
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORTAL_PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("PORTAL_WEB_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 8
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# Its socket would lie in HOME, which may not exist and is not the portal's.
control_socket_disable = True
PLAIN = re.compile(
    r"[A-Za-z_.-]{0,60}"
    r"|[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*\.(?:css|js|svg|png|ico|woff2|json|txt|webmanifest)"
    r"|v?[0-9]{1,7}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def masked(path: str) -> str:
    """The path with every part hidden that may be a number of a person, a code or a token."""
    parts = path.split("/")
    return "/".join(part if PLAIN.fullmatch(part) else "*" for part in parts)


def pre_request(worker: Any, req: Any) -> None:
    """Note when the request came in."""
    req.portal_started = time.monotonic()


def post_request(worker: Any, req: Any, environ: dict[str, Any], resp: Any) -> None:
    """One line instead of gunicorn's own: no query string, address, agent or referrer."""
    took = (time.monotonic() - getattr(req, "portal_started", time.monotonic())) * 1000
    status = getattr(resp, "status_code", "-")
    worker.log.info("%s %s %s %.0f ms", req.method, masked(req.path), status, took)
