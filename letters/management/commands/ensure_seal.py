"""Make the key of the office's seal where there is none: `manage.py ensure_seal [--replace]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.services.seal import ensure_seal, replace_seal


class Command(BaseCommand):
    """Print the fingerprint of the key in use; the key itself is never shown."""

    help = "Makes the key that seals letters where there is none or it ends soon, or replaces it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--replace", action="store_true", help="retire the key in use and make another"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key = replace_seal() if options["replace"] else ensure_seal()
        self.stdout.write(f"{key.fingerprint} (until {key.valid_until:%Y-%m-%d})")
