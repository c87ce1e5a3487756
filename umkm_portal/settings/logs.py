"""Logging; every handler masks personal data."""

from typing import Any

from operations import environment

PORTAL_LOG_FORMAT = environment.value("PORTAL_LOG_FORMAT", "line")
if PORTAL_LOG_FORMAT not in ("line", "json"):
    raise SystemExit("PORTAL_LOG_FORMAT: line atau (or) json.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    # The offset is written: other servers whose logs are compared may be in another time zone.
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
        },
        "json": {"()": "common.logs.JsonFormatter"},
    },
    "filters": {"masking": {"()": "common.logs.MaskingFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": PORTAL_LOG_FORMAT,
            "filters": ["masking"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        # By default these have their own handlers, which would write what the filter hides.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "celery.task": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
