import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.identity import crypto

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
HERE = "enterprises_enterprise.nik_cipher|8f0c"
NIK = "3578014107800001"


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.FIELD_KEYS = {1: OLD}
    settings.INDEX_KEY = INDEX


def test_text_comes_back_and_is_not_visible() -> None:
    blob = crypto.encrypt(NIK, context=HERE)
    assert crypto.decrypt(blob, context=HERE) == NIK
    assert crypto.decrypt(memoryview(blob), context=HERE) == NIK
    assert len(blob) == 1 + 12 + 16 + 16
    assert NIK.encode() not in blob


def test_equal_texts_give_different_ciphertexts() -> None:
    assert crypto.encrypt(NIK, context=HERE) != crypto.encrypt(NIK, context=HERE)


@pytest.mark.parametrize(
    "context",
    [
        "enterprises_enterprise.nik_cipher|8f0d",
        "enterprises_enterprise.npwp_cipher|8f0c",
        "accounts_user.nik_cipher|8f0c",
    ],
)
def test_moved_ciphertext_does_not_open(context: str) -> None:
    blob = crypto.encrypt(NIK, context=HERE)
    with pytest.raises(crypto.DecryptionFailed):
        crypto.decrypt(blob, context=context)


@pytest.mark.parametrize("position", [1, 12, 13, 28, -1])
def test_changed_ciphertext_does_not_open(position: int) -> None:
    blob = bytearray(crypto.encrypt(NIK, context=HERE))
    blob[position] ^= 1
    with pytest.raises(crypto.DecryptionFailed):
        crypto.decrypt(bytes(blob), context=HERE)


def test_relabelled_key_id_does_not_open(settings: Any) -> None:
    settings.FIELD_KEYS = {1: OLD, 2: OLD}
    blob = crypto.encrypt(NIK, context=HERE)
    assert blob[0] == 2
    with pytest.raises(crypto.DecryptionFailed):
        crypto.decrypt(b"\x01" + blob[1:], context=HERE)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + b"x" * 27])
def test_truncated_ciphertext_does_not_open(blob: bytes) -> None:
    with pytest.raises(crypto.DecryptionFailed):
        crypto.decrypt(blob, context=HERE)


def test_newest_key_writes_and_old_one_still_reads(settings: Any) -> None:
    before = crypto.encrypt(NIK, context=HERE)
    settings.FIELD_KEYS = {1: OLD, 2: NEW}
    after = crypto.encrypt(NIK, context=HERE)
    assert (before[0], after[0]) == (1, 2)
    assert crypto.decrypt(before, context=HERE) == crypto.decrypt(after, context=HERE) == NIK


def test_key_that_is_not_held_is_named(settings: Any) -> None:
    blob = crypto.encrypt(NIK, context=HERE)
    settings.FIELD_KEYS = {2: NEW}
    with pytest.raises(crypto.MissingKey, match="field key 1 is not held"):
        crypto.decrypt(blob, context=HERE)


@pytest.mark.parametrize("keys", [{}, {1: b"short"}, {0: OLD}, {256: OLD}])
def test_unusable_field_keys_are_refused(settings: Any, keys: dict[int, bytes]) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises(crypto.MissingKey):
        crypto.encrypt(NIK, context=HERE)


@pytest.mark.parametrize("key", [b"", b"short"])
def test_unusable_index_key_is_refused(settings: Any, key: bytes) -> None:
    settings.INDEX_KEY = key
    with pytest.raises(crypto.MissingKey, match="INDEX_KEY"):
        crypto.blind_index(NIK, purpose="nik")


@pytest.mark.parametrize("context", ["", "table.column", "|8f0c", "table.column|"])
def test_context_must_name_column_and_row(context: str) -> None:
    with pytest.raises(ValueError, match=r"table\.column"):
        crypto.encrypt(NIK, context=context)


def test_index_is_equal_for_equal_values_of_one_purpose(settings: Any) -> None:
    index = crypto.blind_index(NIK, purpose="nik")
    assert len(index) == 16
    assert crypto.blind_index(NIK, purpose="nik") == index
    assert crypto.blind_index(NIK, purpose="npwp") != index
    assert crypto.blind_index("3578014107800002", purpose="nik") != index
    settings.INDEX_KEY = b"j" * 32
    assert crypto.blind_index(NIK, purpose="nik") != index


def test_a_digest_needs_the_key_and_the_purpose(settings: Any) -> None:
    def digest(purpose: str = "a") -> str:
        mac = crypto.keyed_digest(purpose=purpose)
        mac.update(NIK.encode())
        return mac.hexdigest()

    first = digest()
    assert len(first) == 64
    assert digest() == first
    assert digest("b") != first
    assert first != hashlib.sha256(NIK.encode()).hexdigest()
    settings.INDEX_KEY = b"j" * 32
    assert digest() != first
    settings.INDEX_KEY = b""
    with pytest.raises(crypto.MissingKey, match="INDEX_KEY"):
        digest()


def test_fingerprints_name_keys_without_showing_them(settings: Any) -> None:
    first = crypto.key_fingerprints()
    assert sorted(first) == ["1", "index"]
    assert OLD.hex() not in str(first)
    settings.FIELD_KEYS = {1: OLD, 2: NEW}
    assert crypto.key_fingerprints().items() >= first.items()
    settings.FIELD_KEYS = {1: NEW}
    assert crypto.key_fingerprints()["1"] != first["1"]


@given(st.text(max_size=200))
def test_any_text_comes_back(text: str) -> None:
    assert crypto.decrypt(crypto.encrypt(text, context=HERE), context=HERE) == text
