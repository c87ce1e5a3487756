"""Import a register of enterprises: `manage.py import_enterprises FILE.csv` (or .xlsx)."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from common.errors import InvalidInput
from registers.messages import ROUNDED_NIKS
from registers.services.importing import Progress, as_json, import_file


class Command(BaseCommand):
    """Prints progress to stderr and one line of JSON, the report, as the last line of stdout."""

    help = "Mengimpor daftar usaha dari CSV atau XLSX; aman diulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan")
        parser.add_argument(
            "--errors", type=Path, metavar="OUT.csv", help="daftar baris yang ditolak"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with self._progress(options["file"]) as progress:
                report = import_file(
                    options["file"],
                    dry_run=options["dry_run"],
                    errors_out=options["errors"],
                    progress=progress,
                )
        except InvalidInput as error:
            raise CommandError(error.message) from error
        if report.sheet:
            self.stdout.write(f"Lembar yang dibaca: {report.sheet}")
        if report.skipped:
            self.stdout.write(f"Baris jumlah yang dilewati: {report.skipped}")
        if report.has_rounded_niks:
            self.stderr.write(str(ROUNDED_NIKS))
        self.stdout.write(json.dumps(as_json(report)))

    @contextmanager
    def _progress(self, path: Path) -> Iterator[Callable[[Progress], None]]:
        """Show a progress bar over the bytes of the file in a terminal; else write row counts."""
        if not self.stderr.isatty():
            yield lambda at: self.stderr.write(f"{at.rows} baris")
            return
        size = path.stat().st_size if path.is_file() else 0
        # Not `self.stderr`, which appends a line break to every write.
        with tqdm(total=size, unit="B", unit_scale=True, file=sys.stderr) as bar:

            def update_bar(at: Progress) -> None:
                bar.set_postfix_str(f"{at.rows} baris", refresh=False)
                bar.update(at.offset - bar.n)

            yield update_bar
