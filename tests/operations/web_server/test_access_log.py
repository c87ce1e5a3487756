"""The line of a request in the access log."""

import uuid
from types import SimpleNamespace

import pytest

from common.logs import mask_text
from operations.web_server.gunicorn_conf import post_request


@pytest.fixture
def lines() -> list[str]:
    return []


def test_it_names_the_request_as_the_security_log_does(lines: list[str]) -> None:
    identity = str(uuid.uuid4())
    worker = SimpleNamespace(
        nr=1,
        log=SimpleNamespace(info=lambda text, *values: lines.append(mask_text(text % values))),
    )
    request = SimpleNamespace(method="GET", path="/pengajuan/12/?nik=1")
    answer = SimpleNamespace(status_code=200, headers=[("X-Request-Id", identity)])
    post_request(worker, request, {}, answer)
    (line,) = lines
    assert line.split()[-1] == identity
    assert line.startswith("GET /pengajuan/12/")
    post_request(worker, request, {}, SimpleNamespace(status_code=404, headers=[]))
    assert lines[-1].endswith(" ms -")
