"""Replace the key that encrypts personal numbers, while the portal works."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import SecurityAction
from accounts.services.security_log import record
from operations.environment import create_key, field_key_file
from operations.keys import second_factors
from operations.keys.rotation import (
    RotationError,
    encrypted_columns,
    require_known_everywhere,
    retire,
    rotate,
)


class Command(BaseCommand):
    """Without options, encrypt every value with the newest key. Safe to stop and to repeat."""

    help = "Encrypt personal numbers again: --new, restart, then without options, then --retire N."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="make the next key file")
        parser.add_argument("--retire", type=int, metavar="N", help="key N is needed no more")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new"]:
                self._make()
            elif options["retire"]:
                self._retire(options["retire"])
            else:
                self._rotate()
        except RotationError as error:
            raise CommandError(str(error)) from error

    def _make(self) -> None:
        number = max(settings.FIELD_KEYS) + 1
        if os.environ.get("FIELD_KEY"):
            raise CommandError(
                f"Kunci datang dari lingkungan; isi FIELD_KEY_{number} dengan keluaran "
                "`openssl rand -base64 32` (the environment gives the keys)."
            )
        path = Path(settings.PORTAL_HOME) / "keys" / field_key_file(number)
        create_key(path)
        self.stdout.write(
            f"{path} dibuat. Cadangkan, mulai ulang portal, lalu jalankan perintah ini tanpa "
            "pilihan (back it up, restart the portal, run this command again)."
        )

    def _rotate(self) -> None:
        newest = require_known_everywhere()
        for column in encrypted_columns():
            sealed = rotate(column, newest, progress=lambda _count: None)
            self.stdout.write(f"{column.label}: {sealed}")
        self.stdout.write(f"{second_factors.LABEL}: {second_factors.rotate(newest)}")
        record(SecurityAction.KEY_ROTATED, words=f"semua nilai memakai kunci {newest}")
        self.stdout.write(f"Semua nilai memakai kunci {newest} (all values use it).")

    def _retire(self, number: int) -> None:
        retire(number)
        record(SecurityAction.KEY_ROTATED, words=f"kunci {number} dipensiunkan")
        name = field_key_file(number)
        self.stdout.write(
            f"Kunci {number} tidak diperlukan lagi. Pindahkan {name} dari PORTAL_HOME/keys ke "
            "tempat cadangan: cadangan lama masih memerlukannya (older backups need it)."
        )
