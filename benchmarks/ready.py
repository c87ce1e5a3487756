"""How a process of the benchmarks that needs Django begins."""

import os

import django

from common.garbage import spare_what_stays


def setup(settings: str = "") -> None:
    """Starts Django as a web process does; `settings` are others than this process was given."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
    spare_what_stays()
