"""Texts stored in Indonesian and English."""

from typing import Self, overload

from django.db import models
from django.utils.translation import get_language


def translated(indonesian: str, english: str) -> str:
    """Return the text in the reader's language; Indonesian where there is no English."""
    return english if english and (get_language() or "id").startswith("en") else indonesian


class Translated:
    """The columns `<name>_id` and `<name>_en` of a row as one text in the reader's language."""

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Self: ...

    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> str: ...

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Self | str:
        if row is None:
            return self
        return translated(getattr(row, f"{self._name}_id"), getattr(row, f"{self._name}_en"))
