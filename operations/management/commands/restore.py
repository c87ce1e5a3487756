"""Restore a copy made by `backup`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup.manifest import BackupError
from operations.backup.recovery import restore
from operations.management.commands.backup import PASSPHRASE, passphrase_from


class Command(BaseCommand):
    """Needs a database without other clients, as `./run --servers` provides."""

    help = "Restore database, files and keys from a folder made by backup."
    # The database may be of another version, or empty.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what is here now")
        parser.add_argument("--keys", type=Path, help="key file (default: SOURCE.keys)")
        parser.add_argument(
            "--unsealed", action="store_true", help="take a copy from before copies were sealed"
        )
        parser.add_argument("--passphrase-file", type=Path, help=f"or {PASSPHRASE}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = restore(
                options["source"],
                replace=options["replace"],
                keys_file=options["keys"],
                passphrase=passphrase_from(options["passphrase_file"]),
                unsealed=options["unsealed"],
                say=self.stdout.write,
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        if report.skipped:
            self.stderr.write(f"Bukan tabel portal, dilewati (skipped): {report.skipped}")
        for path in report.set_aside:
            self.stdout.write(f"Isi lama disisihkan di {path} (old content, delete it yourself).")
        for name in report.old_schemas:
            self.stderr.write(
                f"Sisa pemulihan yang terputus: skema {name} (left by an earlier one)."
            )
        manifest = report.manifest
        self.stdout.write(
            f"Pulih: {len(manifest.tables)} tabel, {manifest.rows:,} baris, "
            f"{manifest.files.count:,} berkas, semua sama dengan manifes (restored, all equal). "
            "Mulai ulang portal."
        )
