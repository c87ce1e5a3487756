"""People, enterprises and files to try the portal with; never on a real installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services.demo import create_demo_people
from enterprises.services.demo import load_demo_enterprises
from programs.services.demo import load_demo_applications


class Command(BaseCommand):
    """Idempotent: a second run adds nothing."""

    help = "Load demo people, enterprises and applications."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("Data contoh hanya untuk portal demo (set PORTAL_DEMO=1).")
        people = create_demo_people()
        load_demo_enterprises(owners=people.owners, helper=people.helper)
        load_demo_applications(people)
