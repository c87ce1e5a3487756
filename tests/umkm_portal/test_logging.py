"""The portal's own loggers, through requests."""

import io
import json
import logging
import logging.config
import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

SECRETS = ("c4k9a1", "3578014107800001", "ibu@contoh.id", "evil", "MQ:1tA")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Return what goes to the console under LOGGING of the settings."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    before = logging.getLogger().handlers[:]
    logging.config.dictConfig(settings.LOGGING)
    yield out
    for handler in logging.getLogger().handlers[:]:
        logging.getLogger().removeHandler(handler)
    for handler in before:
        logging.getLogger().addHandler(handler)


def test_every_handler_masks() -> None:
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [
        ["masking"]
    ]


def test_no_logger_has_another_handler(written: io.StringIO) -> None:
    loggers = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    ours = {name for name, logger in settings.LOGGING["loggers"].items() if logger.get("handlers")}
    for logger in loggers:
        if isinstance(logger, logging.Logger) and logger.name.split(".")[0] in {"django", "celery"}:
            streams = [h for h in logger.handlers if isinstance(h, logging.StreamHandler)]
            assert bool(streams) is (logger.name in ours), logger.name


def test_times_have_their_offset(written: io.StringIO) -> None:
    logging.getLogger("portal.test").warning("ya")
    (line,) = written.getvalue().splitlines()
    stamp, text = line[:24], line[24:]
    assert datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S%z").utcoffset() == timedelta(hours=7)
    assert text == " WARNING portal.test ya"


def test_lines_are_json_for_programs(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", written)
    config = deepcopy(settings.LOGGING)
    config["handlers"]["console"]["formatter"] = "json"
    logging.config.dictConfig(config)
    try:
        raise ValueError("ibu@contoh.id")
    except ValueError:
        logging.getLogger("portal.test").exception("NIK %s\nbaris dua", "3578014107800001")
    (line,) = written.getvalue().splitlines()
    read = json.loads(line)
    assert datetime.fromisoformat(read.pop("at")).utcoffset() == timedelta(hours=7)
    assert read.pop("fault").endswith("ValueError: *")
    assert read == {
        "level": "ERROR", "logger": "portal.test", "process": os.getpid(),
        "message": "NIK *\nbaris dua",
    }  # fmt: skip


@pytest.mark.django_db
def test_refused_requests_give_nothing_away(written: io.StringIO) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/akun/sandi/lupa/tidak/2-c4k9a1-77aa/?surel=ibu@contoh.id")
    client.get("/usaha/tidak/3578014107800001/")
    client.get("/tidak/ibu%40contoh.id/")
    client.post("/akun/konfirmasi-surel/MQ:1tA:x9/")
    client.post("/masuk/", headers={"Origin": "https://x.example/u/3578014107800001?k=v"})
    client.get("/", headers={"Host": "evil.example"})
    text = written.getvalue()
    assert [line.split(" ", 2)[2] for line in text.splitlines()] == [
        "WARNING django.request Not Found: /akun/sandi/lupa/tidak/*/",
        "WARNING django.request Not Found: /usaha/tidak/*/",
        "WARNING django.request Not Found: /tidak/*/",
        "WARNING django.security.csrf Forbidden (CSRF cookie not set.): /akun/konfirmasi-surel/*/",
        "WARNING django.security.csrf Forbidden (Origin checking failed - "
        "https://x.example/u/* does not match any trusted origins.): /masuk/",
        "ERROR django.security.DisallowedHost Host that is not ours",
    ]
    assert not [secret for secret in SECRETS if secret in text]
