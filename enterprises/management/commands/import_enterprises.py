"""Import a register of enterprises: `manage.py import_enterprises FILE.csv`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import InvalidInput
from enterprises.services.importing import as_json, import_file


class Command(BaseCommand):
    """Prints progress to stderr and one line of JSON, the report, as the last line of stdout."""

    help = "Mengimpor daftar usaha dari CSV; aman diulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan")
        parser.add_argument(
            "--errors", type=Path, metavar="OUT.csv", help="daftar baris yang ditolak"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_file(
                options["file"],
                dry_run=options["dry_run"],
                errors_out=options["errors"],
                progress=lambda rows: self.stderr.write(f"{rows} baris"),
            )
        except InvalidInput as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(as_json(report)))
