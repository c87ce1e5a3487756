"""Load the data of every installation: regencies, law, agencies, consent texts, schemes."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Repeatable; rows that a person verified are not changed.

    Each app names its own loader (`load_reference` of its configuration); they run in the order of
    INSTALLED_APPS, in which an app comes after those it builds on.
    """

    help = "Loads reference data, agencies, consent texts and schemes."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            loader = getattr(app, "load_reference", None)
            if loader is not None:
                import_string(loader)()
