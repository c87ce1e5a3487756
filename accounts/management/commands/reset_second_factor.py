"""`manage.py reset_second_factor EMAIL --reason "…"`, for the last administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services.second_factor import reset_second_factor
from common.errors import DomainError


class Command(BaseCommand):
    """Removes a second factor when no other administrator is left to do it in the admin."""

    help = "Menghapus langkah kedua seseorang; orangnya diberi tahu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="dibaca orangnya")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.with_address(options["email"])
        if user is None:
            raise CommandError("Tidak ada akun dengan email itu.")
        try:
            reset_second_factor(user, by=None, reason=options["reason"])
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write("Langkah kedua dihapus.")
