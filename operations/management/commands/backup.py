"""Make a full copy of the portal, or verify one."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import archive, keys
from operations.backup.archive import KeyDestination
from operations.backup.manifest import BackupError, Manifest

PASSPHRASE = "PORTAL_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable
INCOMPLETE = 3


def passphrase_from(path: Path | None) -> str:
    """Return the passphrase in a file or in PORTAL_BACKUP_PASSPHRASE; "" without either."""
    try:
        text = path.read_text(encoding="utf-8") if path else os.environ.get(PASSPHRASE, "")
    except OSError as error:
        raise CommandError(str(error)) from error
    if path and not text.strip():
        raise CommandError(f"{path} kosong (empty passphrase).")
    return text.strip()


class Command(BaseCommand):
    """The portal may be in use: the copy is of one moment."""

    help = "Copy database, files and keys to a new folder; --verify reads one again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("destination", type=Path, help="a folder that does not exist yet")
        parser.add_argument("--verify", action="store_true", help="read that copy again instead")
        parser.add_argument("--keys-to", type=Path, help="folder for DESTINATION.keys")
        parser.add_argument("--without-keys", action="store_true", help="you keep them elsewhere")
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            help=f"seal the keys inside the copy ({PASSPHRASE} does the same)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                self._say(archive.verify(options["destination"]), options["destination"])
                return
            key_destination = KeyDestination(
                passphrase_from(options["passphrase_file"]),
                options["keys_to"],
                options["without_keys"],
            )
            destination = options["destination"].absolute()
            manifest = archive.make(destination, key_destination)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._say(manifest, destination)
        self._say_keys(manifest, key_destination.path(destination))
        if manifest.files.missing:
            raise CommandError(
                f"{len(manifest.files.missing)} berkas yang disebut basis data hilang atau "
                "berubah; daftarnya di manifest.json (the copy is kept, but files that rows name "
                "are missing or changed).",
                returncode=INCOMPLETE,
            )

    def _say(self, manifest: Manifest, place: Path) -> None:
        self.stdout.write(
            f"{place}: {len(manifest.tables)} tabel, {manifest.rows:,} baris, "
            f"{manifest.files.count:,} berkas ({manifest.files.bytes:,} bita), {manifest.made_at}"
        )

    def _say_keys(self, manifest: Manifest, apart: Path) -> None:
        if manifest.keys_in == "sealed":
            self.stdout.write(f"Kunci tersegel di {keys.SEALED} (sealed with the passphrase).")
        elif manifest.keys_in == "apart":
            self.stderr.write(
                f"PERINGATAN: kunci ada di {apart}. Simpan terpisah dari cadangan: siapa pun yang "
                "memegang keduanya dapat membaca NIK (keep the keys apart from the copy)."
            )
        else:
            self.stderr.write(
                "PERINGATAN: cadangan ini tanpa kunci; tanpa kunci NIK tidak akan terbaca lagi "
                "(no keys in this copy)."
            )
