"""How a process of the benchmarks that needs Django begins."""

import os

import django


def setup(settings: str = "") -> None:
    """Starts Django; `settings` are others than this process was given."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
