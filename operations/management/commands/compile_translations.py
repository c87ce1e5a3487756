"""Compile the message catalogues that changed."""

from typing import Any

from django.core.management.base import BaseCommand

from operations.translations import ROOT, compile_catalogues


class Command(BaseCommand):
    """Needs no database, and takes no time when nothing changed."""

    help = "Compile locale/*/LC_MESSAGES/*.po with Babel where they changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(f"{path.relative_to(ROOT)}")
