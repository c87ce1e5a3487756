"""End the open sessions of one person, or of everyone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services.sessions import end_all_sessions, end_other_sessions


class Command(BaseCommand):
    """For a stolen device or a suspected intrusion; passwords and API keys stay as they are."""

    help = "End open sessions: of one account, or of all with --all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--all", action="store_true", help="of everybody")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["email"]) == options["all"]:
            raise CommandError("Sebut satu email atau --all (name one address, or --all).")
        if options["all"]:
            ended = end_all_sessions()
        else:
            person = User.objects.with_address(options["email"])
            if person is None:
                raise CommandError("Tidak ada akun dengan email itu (no such account).")
            ended = end_other_sessions(person)
        self.stdout.write(f"{ended} sesi diakhiri (sessions ended).")
