"""Django's `migrate`, which first checks that the database is of this version."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from operations.schema_version import OtherSchemaError, require_own_schema


class Command(migrate.Command):
    """Replaces Django's command, since commands of installed apps take precedence."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_own_schema(connections[options["database"]])
        except OtherSchemaError as error:
            raise CommandError(str(error)) from error
        super().handle(*args, **options)
