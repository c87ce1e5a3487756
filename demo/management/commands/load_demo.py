"""Load people, enterprises and applications to try; never on a real installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.loading import load_demo


class Command(BaseCommand):
    """Idempotent: a second run adds nothing."""

    help = "Load demo people, enterprises and applications."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("Data contoh hanya untuk portal demo (set PORTAL_DEMO=1).")
        load_demo()
