from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.test.utils import isolate_apps

from common.identity import crypto
from common.identity.encrypted import EncryptedText

ROW = UUID(int=7)
NIK = "3578014107800001"


@pytest.fixture
def person(settings: Any) -> Iterator[Any]:
    settings.FIELD_KEYS = {1: b"k" * 32}
    settings.INDEX_KEY = b"i" * 32
    with isolate_apps("common"):

        class Person(models.Model):
            uid = models.UUIDField(null=True)
            nik_cipher = models.BinaryField(null=True)
            nik_index = models.BinaryField(max_length=16, null=True)
            note_cipher = models.BinaryField(null=True)
            nik = EncryptedText(cipher="nik_cipher", index="nik_index", row="uid", purpose="nik")
            note = EncryptedText(cipher="note_cipher", row="uid")

            class Meta:
                app_label = "common"

        yield Person


def test_assignment_fills_both_columns(person: Any) -> None:
    row = person(uid=ROW)
    row.nik = NIK
    assert row.nik == NIK
    assert row.nik_index == crypto.blind_index(NIK, purpose="nik") == person.nik.index_of(NIK)
    context = f"common_person.nik_cipher|{ROW}"
    assert crypto.decrypt(row.nik_cipher, context=context) == NIK


def test_constructor_takes_the_text(person: Any) -> None:
    row = person(nik=NIK, uid=ROW)
    assert row.nik == NIK


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_empties_both_columns(person: Any, nothing: str | None) -> None:
    row = person(uid=ROW, nik=NIK)
    row.nik = nothing
    assert (row.nik, row.nik_cipher, row.nik_index) == ("", None, None)


def test_ciphertext_copied_to_another_row_does_not_open(person: Any) -> None:
    row = person(uid=UUID(int=8), nik_cipher=person(uid=ROW, nik=NIK).nik_cipher)
    with pytest.raises(crypto.DecryptionFailed):
        _ = row.nik


def test_row_identifier_must_exist(person: Any) -> None:
    with pytest.raises(ValueError, match="uid must be known"):
        person(nik=NIK)


def test_text_without_index(person: Any) -> None:
    row = person(uid=ROW, note="rahasia")
    assert row.note == "rahasia"
    assert person.note.columns == ["note_cipher"]
    assert person.nik.columns == ["nik_cipher", "nik_index"]
    with pytest.raises(TypeError, match="no index"):
        person.note.index_of("rahasia")


def test_text_shows_in_no_repr_and_cannot_be_deleted(person: Any) -> None:
    row = person(uid=ROW, nik=NIK)
    assert NIK not in repr(row) + repr(person.nik)
    with pytest.raises(AttributeError):
        del row.nik


def test_index_and_purpose_come_together() -> None:
    with pytest.raises(ValueError, match="come together"):
        EncryptedText(cipher="a", row="uid", index="b")
