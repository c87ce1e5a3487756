"""Loads everything the portal brings with it: regencies, law, agencies, consent texts, schemes."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.loading import load_accounts
from programs.services.loading import load_schemes
from reference.services.loading import load_reference


class Command(BaseCommand):
    """Repeatable; rows that a person verified are left alone."""

    help = "Loads reference data, agencies, consent texts and schemes."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference()
        load_accounts()
        load_schemes()
