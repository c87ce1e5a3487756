"""Saving a row that the database may refuse because another one like it exists."""

from django.db import IntegrityError, models, transaction
from psycopg.errors import UniqueViolation

from common.errors import Conflict


def save_unless_taken(row: models.Model, taken: Conflict) -> None:
    """Save the row; raises `taken` where another one has its unique values."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise taken from error
