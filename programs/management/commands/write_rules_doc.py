"""Write docs/rules.md from the files of the schemes."""

from typing import Any

from django.core.management.base import BaseCommand

from programs.management.rules_page import PATH, rules_page


class Command(BaseCommand):
    """Run it after changing the data of a kind."""

    help = "Write docs/rules.md."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(rules_page(), encoding="utf-8")
        self.stdout.write(str(PATH))
