"""Configuration of gunicorn. The access log has paths, but no people and none of their input."""

import os
import time
from typing import Any

from common.logs import JsonFormatter, MaskingFilter, mask_path
from operations.web_server.garbage_collection import freeze_gc

bind = f"127.0.0.1:{os.environ.get('PORTAL_PORT', '8000')}"
# Threads answer whole requests only; slow clients wait in the worker's loop, with limits of time.
worker_class = "operations.web_server.buffering_worker.BufferingWorker"
workers = int(os.environ.get("PORTAL_WEB_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 8
keepalive = 5
# Connections that one worker accepts at a time; more wait in the backlog.
worker_connections = 500
# After so many requests, addresses, templates and translations are loaded.
WARM_AFTER = 50
max_requests = 5000
max_requests_jitter = 500
# Its socket would be in HOME, which may not exist and does not belong to the portal.
control_socket_disable = True
# Whether a request came by HTTPS is decided by the portal, which counts its proxies.
secure_scheme_headers: dict[str, str] = {}
# A client's SCRIPT_NAME or PATH_INFO is a header like any other, behind a proxy too.
forwarder_headers = ""


def on_starting(server: Any) -> None:
    """Mask the server's errors like every other line, and write them in the same form.

    They quote what was requested.
    """
    server.log.error_log.addFilter(MaskingFilter())
    if os.environ.get("PORTAL_LOG_FORMAT") == "json":
        for handler in server.log.error_log.handlers:
            handler.setFormatter(JsonFormatter())


def pre_request(worker: Any, req: Any) -> None:
    """Record when the request arrived."""
    req.portal_started = time.monotonic()


def post_request(worker: Any, req: Any, environ: dict[str, Any], resp: Any) -> None:
    """Log one line instead of gunicorn's own: no query string, client address or referrer."""
    if worker.nr == WARM_AFTER:
        freeze_gc()
    took = (time.monotonic() - getattr(req, "portal_started", time.monotonic())) * 1000
    status = getattr(resp, "status_code", "-")
    # The security log names the request by the same id.
    identity = dict(getattr(resp, "headers", ())).get("X-Request-Id", "-")
    path = mask_path(req.path)
    worker.log.info("%s %s %s %.0f ms %s", req.method, path, status, took, identity)
