"""Django's `migrate`, which first looks whether the database is of this version at all."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from operations.schema_version import OtherSchemaError, require_own_schema


class Command(migrate.Command):
    """Takes the place of Django's command, since commands of installed apps go before its own."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_own_schema(connections[options["database"]])
        except OtherSchemaError as error:
            raise CommandError(str(error)) from error
        super().handle(*args, **options)
