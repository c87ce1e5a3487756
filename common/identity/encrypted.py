"""An encrypted text on a model: one attribute over a cipher column and an index column."""

from typing import Any, Self, overload

from django.db.models import Model

from common.identity.crypto import blind_index, decrypt, encrypt


class EncryptedText(property):
    """Reads and writes a personal number through its cipher column.

    `nik = EncryptedText(cipher="nik_cipher", index="nik_index", row="uid", purpose="nik")`

    Reading gives the text, '' where the column is null. Assigning fills both columns; '' or None
    empties them. The row identifier must exist before the text is assigned and never change after,
    because the ciphertext is bound to it. With `save(update_fields=…)` name `columns`. Look up with
    `filter(nik_index=Model.nik.index_of(value))`; normalise the value first.

    It is a `property` so that Django accepts it as a keyword of the model's constructor.
    """

    def __init__(
        self, *, cipher: str, row: str, index: str | None = None, purpose: str | None = None
    ) -> None:
        if (index is None) != (purpose is None):
            raise ValueError("an index column and its purpose come together")
        super().__init__()
        self.cipher = cipher
        self.index = index
        self.row = row
        self.purpose = purpose

    @property
    def columns(self) -> list[str]:
        """The model fields that an assignment writes."""
        return [self.cipher] if self.index is None else [self.cipher, self.index]

    def index_of(self, value: str) -> bytes:
        """Return the blind index of a value, for look-ups; TypeError without an index column."""
        if self.purpose is None:
            raise TypeError(f"{self.cipher} has no index")
        return blind_index(value, purpose=self.purpose)

    @overload
    def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
    @overload
    def __get__(self, instance: Model, owner: type | None = None, /) -> str: ...
    def __get__(self, instance: Model | None, owner: type | None = None, /) -> Self | str:
        if instance is None:
            return self
        blob = getattr(instance, self.cipher)
        return "" if blob is None else decrypt(blob, context=self.context_of(instance))

    def __set__(self, instance: Any, value: str | None, /) -> None:
        text = value or ""
        sealed = encrypt(text, context=self.context_of(instance)) if text else None
        setattr(instance, self.cipher, sealed)
        if self.index is not None:
            setattr(instance, self.index, self.index_of(text) if text else None)

    def __delete__(self, instance: Any, /) -> None:
        raise AttributeError(f"assign '' to empty {self.cipher}")

    def context_of(self, instance: Model) -> str:
        """Return what the ciphertext is bound to; ValueError while the row has no identifier."""
        row = getattr(instance, self.row)
        if row is None:
            raise ValueError(f"{self.row} must be known before {self.cipher} is sealed to it")
        return f"{instance._meta.db_table}.{self.cipher}|{row}"
