"""The web server's configuration, as gunicorn reads it."""

import io
import json
import logging
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from operations.web_server import gunicorn_conf

RAW = (
    b"GET /masuk/ HTTP/1.1\r\nHost: localhost\r\n"
    b"SCRIPT_NAME: /admin\r\nPATH_INFO: /admin/\r\nREMOTE_USER: x\r\n\r\n"
)
CONF = "operations/web_server/gunicorn_conf.py"


@pytest.fixture
def config() -> Config:
    config_of_file = Config()
    for name, value in vars(gunicorn_conf).items():
        if name in config_of_file.settings:
            config_of_file.set(name, value)
    return config_of_file


def test_a_client_names_neither_script_nor_path(config: Config) -> None:
    request = next(RequestParser(config, [RAW], ("127.0.0.1", 1)))
    listener: Any = SimpleNamespace(getsockname=lambda: ("127.0.0.1", 8000))
    environ = create(request, listener, ("127.0.0.1", 1), ("127.0.0.1", 8000), config)[1]
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("", "/masuk/")
    assert not {"REMOTE_USER", "HTTP_SCRIPT_NAME", "HTTP_PATH_INFO"} & {*environ}


def test_the_servers_own_errors_are_masked() -> None:
    error_log = logging.Logger("gunicorn.error")
    out = io.StringIO()
    error_log.addHandler(logging.StreamHandler(out))
    gunicorn_conf.on_starting(SimpleNamespace(log=SimpleNamespace(error_log=error_log)))
    error_log.warning("Error handling request %s %s", "GET", "/usaha/3578014107800001/?k=v")
    assert out.getvalue() == "Error handling request GET /usaha/*/\n"


def test_the_server_writes_json_like_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_LOG_FORMAT", "json")
    error_log = logging.Logger("gunicorn.error")
    out = io.StringIO()
    error_log.addHandler(logging.StreamHandler(out))
    gunicorn_conf.on_starting(SimpleNamespace(log=SimpleNamespace(error_log=error_log)))
    error_log.warning("Error handling request %s", "/usaha/3578014107800001/")
    line = json.loads(out.getvalue())
    assert (line["logger"], line["message"]) == (
        "gunicorn.error",
        "Error handling request /usaha/*/",
    )


def test_the_configuration_loads_without_the_portal() -> None:
    """As gunicorn does: a file, read before the application."""
    code = (
        "import sys, importlib.util as u\n"
        f"s = u.spec_from_file_location('conf', {CONF!r}); m = u.module_from_spec(s)\n"
        "s.loader.exec_module(m)\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'django','celery','umkm_portal'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
