"""Setting up Django in a process of the benchmarks."""

import os

import django


def setup(settings: str = "") -> None:
    """Set up Django with `settings` in place of those of this process."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
