"""How a process of the benchmarks that needs Django begins."""

import os

import django


def setup(settings: str = "") -> None:
    """Starts Django, with other settings than this process was given when they are named."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
