"""Encrypt again with the newest field key, column by column, row by row.

Every `EncryptedText` of every model is found by inspection, so a new column is rotated too.
The first byte of a ciphertext identifies its key, so progress need not be recorded: a stopped run
resumes where it was, and a second run finds nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Expression, Field, Func, IntegerField, Model, QuerySet, Value

from common.identity.crypto import decrypt, encrypt, key_fingerprints
from common.identity.encrypted import EncryptedText
from operations.keys import second_factors
from operations.models import HeldKey

CHUNK = 500


class RotationError(Exception):
    """A key cannot be used or retired yet; the text is for the administrator."""


@dataclass(frozen=True)
class Column:
    """One encrypted column of one table."""

    model: type[Model]
    name: str
    text: EncryptedText

    @property
    def cipher_column(self) -> str:
        field = self.model._meta.get_field(self.text.cipher)
        return str(cast("Field[Any, Any]", field).column)

    @property
    def key_column(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def label(self) -> str:
        return f"{self.model._meta.db_table}.{self.text.cipher}"

    def sealed_by(self, *keys: int) -> "QuerySet[Any]":
        """Return the rows whose ciphertext was made with one of the keys."""
        rows = self.model._default_manager.alias(key_id=_key_of(self.text.cipher))
        return rows.filter(**{f"{self.text.cipher}__isnull": False, "key_id__in": keys})


def encrypted_columns() -> list[Column]:
    """Return every EncryptedText of every installed model, inherited ones with their own table."""
    return [
        Column(model, name, text)
        for model in apps.get_models()
        for name in dir(model)
        if isinstance(text := getattr(model, name, None), EncryptedText)
        and not model._meta.proxy
        and text.cipher in {field.name for field in model._meta.local_fields}
    ]


def require_known_everywhere() -> int:
    """Return the id of the newest key, which every process must have before it is used.

    Raises RotationError when the portal has not been started with it.
    """
    newest = max(settings.FIELD_KEYS)
    held = HeldKey.objects.filter(name=str(newest)).values_list("fingerprint", flat=True).first()
    if held is None:
        raise RotationError(
            f"Kunci {newest} belum dikenal basis data ini; mulai ulang portal dengannya dahulu "
            "(restart the portal with the new key first)."
        )
    if held != key_fingerprints()[str(newest)]:
        raise RotationError(f"Kunci {newest} bukan yang dikenal basis data ini (another key).")
    return newest


def rotate(column: Column, newest: int, *, progress: Callable[[int], None]) -> int:
    """Encrypt every older value of the column with the newest key; return how many there were.

    Works in short transactions of CHUNK rows, each locked so that no edit is lost; `progress` is
    called with the number so far after each.
    """
    older = [key for key in range(1, 256) if key != newest]
    sealed = 0
    for last in _chunks(column, older):
        sealed += last
        progress(sealed)
    return sealed


def values_under(key_id: int) -> dict[str, int]:
    """Return how many values of which column still need a key."""
    counts = {column.label: column.sealed_by(key_id).count() for column in encrypted_columns()}
    counts[second_factors.LABEL] = second_factors.values_under(key_id)
    return {label: count for label, count in counts.items() if count}


def retire(key_id: int) -> None:
    """Delete the record that this database needs the key; its file may then be removed.

    Raises RotationError while a value still needs it, or when it is the newest.
    """
    if key_id == max(settings.FIELD_KEYS):
        raise RotationError("Kunci terbaru tidak dapat dipensiunkan (it is the newest key).")
    with transaction.atomic():
        still_under = values_under(key_id)
        if still_under:
            raise RotationError(f"Kunci {key_id} masih dipakai (still needed): {still_under}")
        HeldKey.objects.filter(name=str(key_id)).delete()


def _chunks(column: Column, older: list[int]) -> Iterator[int]:
    last: Any = None
    while True:
        with transaction.atomic():
            rows = column.sealed_by(*older).order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            chunk = list(rows.select_for_update(of=("self",), no_key=True)[:CHUNK])
            if not chunk:
                return
            _seal(column, chunk)
            last = chunk[-1].pk
        yield len(chunk)


def _seal(column: Column, rows: list[Model]) -> None:
    table, text = column.model._meta, column.text
    sealed = []
    for row in rows:
        context = text.context_of(row)
        plain = decrypt(getattr(row, text.cipher), context=context)
        sealed.append((encrypt(plain, context=context), row.pk))
    with connection.cursor() as cursor:
        name = connection.ops.quote_name
        # The ciphertext alone: no other column, time of change or index value is touched.
        cursor.executemany(
            f"UPDATE {name(table.db_table)} SET {name(column.cipher_column)} = %s "  # noqa: S608
            f"WHERE {name(column.key_column)} = %s",
            sealed,
        )


def _key_of(cipher: str) -> Expression:
    return Func(cipher, Value(0), function="get_byte", output_field=IntegerField())
