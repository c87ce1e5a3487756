"""Refuse a database whose keys this installation does not have."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.identity.crypto import key_fingerprints
from operations.models import HeldKey


class Command(BaseCommand):
    """The first run on a new database records the keys; every later one compares."""

    help = "Check that PORTAL_HOME/keys (or the environment) holds this database's keys."

    def handle(self, *args: Any, **options: Any) -> None:
        held = key_fingerprints()
        missing = [
            key.name for key in HeldKey.objects.all() if held.get(key.name) != key.fingerprint
        ]
        if missing:
            raise CommandError(
                "Kunci enkripsi tidak cocok dengan basis data ini "
                f"(keys do not fit this database: {', '.join(sorted(missing))}). "
                "Pulihkan PORTAL_HOME/keys dari cadangan."
            )
        HeldKey.objects.bulk_create(
            [HeldKey(name=name, fingerprint=value) for name, value in held.items()],
            ignore_conflicts=True,
        )
