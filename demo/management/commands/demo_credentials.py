"""Show how to sign in as each demo person."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.people import DEMO_PEOPLE, create_demo_people


class Command(BaseCommand):
    """Only where demo people exist: on the embedded servers, or with PORTAL_DEMO=1."""

    help = "Print role, sign-in name, password and API token of the demo people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of objects")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError(
                "Tidak ada orang contoh di sini (no demo people without PORTAL_DEMO)"
            )
        create_demo_people()
        people = [
            {
                "role": person.role.value,
                "username": person.email,
                "password": person.password,
                "token": person.token,
                "regency": person.regency,
            }
            for person in DEMO_PEOPLE
        ]
        if options["json"]:
            self.stdout.write(json.dumps(people, indent=2))
            return
        for row in people:
            region = row["regency"] or ""
            self.stdout.write(
                f"{row['role']:<9} {row['username']:<24} {row['password']:<18} {region}"
            )
