"""Bring locale/en up to date with the texts of the code."""

from typing import Any

from django.core.management.base import BaseCommand

from operations.translations import as_text, catalogue_path, missing_translations, updated_catalogue


class Command(BaseCommand):
    """Preserves translations, drops unused texts, adds new texts without a translation."""

    help = "Write the texts of Python files and templates to locale/en/LC_MESSAGES/django.po."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = catalogue_path("en")
        catalogue = updated_catalogue("en")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalogue), encoding="utf-8")
        empty = missing_translations(catalogue)
        self.stdout.write(f"{len(catalogue)} texts, {len(empty)} without a translation")
        for text in empty:
            self.stdout.write(f"- {text}")
