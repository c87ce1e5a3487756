"""Check a spreadsheet: `manage.py check_eligibility FILE.csv --out OUT.csv`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import InvalidInput, StorageFull
from programs.services.bulk_check.checking import check_file


class Command(BaseCommand):
    """Check each row; progress goes to stderr, the last line of stdout is the count as JSON.

    Exit 0 when the file could be read, whatever the results of its rows; 1 when it could not.
    """

    help = "Menilai kelayakan setiap baris CSV atau XLSX; tidak menyimpan apa pun."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"].resolve() == options["out"].resolve():
            raise CommandError("OUT.csv harus berkas lain daripada FILE.csv.")
        try:
            report = check_file(
                options["file"],
                options["out"],
                progress=lambda rows: self.stderr.write(f"{rows} baris"),
            )
        except (InvalidInput, StorageFull) as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"OUT.csv tidak dapat ditulis: {error.strerror}") from error
        counts = asdict(report)
        if sheet := counts.pop("sheet"):
            self.stdout.write(f"Lembar yang dibaca: {sheet}")
        if not counts["skipped"]:
            del counts["skipped"]
        self.stdout.write(json.dumps(counts))
