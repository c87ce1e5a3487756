"""Load people, enterprises and applications to try; never on a real installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import Role
from accounts.models import User
from demo.applications import DemoPeople, load_demo_applications
from demo.enterprises import load_demo_enterprises
from demo.people import DEMO_PEOPLE, create_demo_people


class Command(BaseCommand):
    """Idempotent: a second run adds nothing."""

    help = "Load demo people, enterprises and applications."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("Data contoh hanya untuk portal demo (set PORTAL_DEMO=1).")
        create_demo_people()
        owners = _people(Role.OWNER)
        load_demo_enterprises(owners=owners, helper=_people(Role.HELPER)[0])
        load_demo_applications(
            DemoPeople(
                owners=owners,
                verifier=_people(Role.VERIFIER)[0],
                analyst=_people(Role.ANALYST)[0],
            )
        )


def _people(role: Role) -> tuple[User, ...]:
    return tuple(User.objects.get(email=p.email) for p in DEMO_PEOPLE if p.role == role)
