"""Write docs/lifecycle.md from the table of transitions."""

from typing import Any

from django.core.management.base import BaseCommand

from applications.management.lifecycle_page import PATH, lifecycle_page


class Command(BaseCommand):
    """Run it after changing `applications/lifecycle.py` or the stages of a scheme."""

    help = "Write docs/lifecycle.md."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(lifecycle_page(), encoding="utf-8")
        self.stdout.write(str(PATH))
