"""`manage.py api_token issue USERNAME --name TEXT [--days N]`, `revoke ID`, `list`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import ApiToken, User
from accounts.services.tokens import DEFAULT_DAYS, end_after, issue_token, revoke_token
from common.errors import DomainError
from common.text.formats import datetime_wib
from common.web.primary_keys import parse_pk


class Command(BaseCommand):
    """Issues, revokes and lists API keys; a key is printed once, when it is issued."""

    help = "Menerbitkan, mencabut, dan mendaftar kunci API (issue, revoke and list API keys)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        issue = actions.add_parser("issue", help="terbitkan dan cetak sekali (print it once)")
        issue.add_argument("username", help="email akun (e-mail address of the account)")
        issue.add_argument("--name", required=True, help="untuk apa (what it is for)")
        issue.add_argument("--days", type=int, default=DEFAULT_DAYS, help="berlaku berapa hari")
        revoke = actions.add_parser("revoke", help="cabut (revoke)")
        revoke.add_argument("id", help="nomor dari daftar (number in the list)")
        actions.add_parser("list", help="daftar kunci (list the keys)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except DomainError as error:
            raise CommandError(error.message) from None

    def _issue(self, options: dict[str, Any]) -> None:
        user = User.objects.with_address(options["username"])
        if user is None:
            raise CommandError("Tidak ada akun dengan email itu.")
        plain, _row = issue_token(user, options["name"], expires_at=end_after(options["days"]))
        self.stdout.write(plain)

    def _revoke(self, options: dict[str, Any]) -> None:
        pk = parse_pk(options["id"])
        token = ApiToken.objects.filter(pk=pk).first() if pk is not None else None
        if token is None:
            raise CommandError("Tidak ada kunci dengan nomor itu.")
        revoke_token(token)
        self.stdout.write("Kunci dicabut.")

    def _list(self, options: dict[str, Any]) -> None:
        for token in ApiToken.objects.select_related("user").order_by("id").iterator():
            ends = datetime_wib(token.expires_at) if token.expires_at else "-"
            condition = "berlaku" if token.is_valid else "berakhir"
            if token.revoked_at is not None:
                condition = "dicabut"
            self.stdout.write(f"{token.pk}\t{token.user}\t{token.label}\t{ends}\t{condition}")
