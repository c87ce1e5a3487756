"""Replacing a field key while the portal works: nothing unreadable, nothing left behind."""

import ast
import base64
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from common.identity.encrypted import EncryptedText
from enterprises.models import Enterprise
from operations import environment
from operations.keys import rotation
from operations.keys.rotation import RotationError, encrypted_columns
from tests.architecture.source import name_of, nodes, python_files
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
NEW = bytes(range(32))


@pytest.fixture
def rows(settings: Any) -> list[Enterprise]:
    """Create five enterprises with the old key; start with a new key beside it."""
    enterprises: list[Enterprise] = [
        EnterpriseFactory(npwp="" if number == 3 else "131752941565000") for number in range(5)
    ]
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, 2: NEW}
    call_command("check_keys")
    return enterprises


def keys_in_use() -> set[int]:
    ciphers = Enterprise.objects.values_list("nik_cipher", "npwp_cipher")
    return {bytes(cipher)[0] for pair in ciphers for cipher in pair if cipher is not None}


def run(**options: Any) -> str:
    out = StringIO()
    call_command("rotate_field_key", stdout=out, **options)
    return out.getvalue()


def test_every_value_is_encrypted_again_and_stays_readable(
    rows: list[Enterprise], settings: Any
) -> None:
    before = {row.pk: (row.nik, row.npwp, bytes(row.nik_index)) for row in rows}
    output = run()
    assert "enterprises_enterprise.nik_cipher: 5" in output
    assert "enterprises_enterprise.npwp_cipher: 4" in output
    assert keys_in_use() == {2}
    settings.FIELD_KEYS = {2: NEW}
    after = {row.pk: (row.nik, row.npwp, bytes(row.nik_index)) for row in Enterprise.objects.all()}
    assert after == before


def test_a_second_run_finds_nothing(rows: list[Enterprise]) -> None:
    run()
    assert "nik_cipher: 0" in run()


def test_a_stopped_run_resumes(rows: list[Enterprise], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 2)
    column = next(each for each in encrypted_columns() if each.name == "nik")
    counts: list[int] = []

    def stop(count: int) -> None:
        counts.append(count)
        if count >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(column, 2, progress=stop)
    assert keys_in_use() == {1, 2}
    assert rotation.rotate(column, 2, progress=counts.append) == 3
    assert counts == [2, 2, 3]


def test_rows_are_read_in_pages(rows: list[Enterprise], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 2)
    column = next(each for each in encrypted_columns() if each.name == "nik")
    with CaptureQueriesContext(connection) as queries:
        rotation.rotate(column, 2, progress=lambda _count: None)
    selects = [each["sql"] for each in queries if each["sql"].startswith("SELECT")]
    assert len(selects) == 4
    assert all("FOR NO KEY UPDATE" in each and "LIMIT 2" in each for each in selects)


def test_a_key_that_other_processes_lack_is_not_used(settings: Any) -> None:
    call_command("check_keys")
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, 2: NEW}
    with pytest.raises(CommandError, match="restart the portal"):
        run()


def test_another_key_under_a_known_name_is_refused(rows: list[Enterprise], settings: Any) -> None:
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, 2: bytes(32)}
    with pytest.raises(CommandError, match="another key"):
        run()


def test_a_key_is_retired_when_nothing_needs_it(rows: list[Enterprise], settings: Any) -> None:
    with pytest.raises(CommandError, match="still needed"):
        run(retire=1)
    run()
    run(retire=1)
    settings.FIELD_KEYS = {2: NEW}
    call_command("check_keys")
    with pytest.raises(CommandError, match="newest"):
        run(retire=2)


def test_a_new_key_is_a_private_file(settings: Any, tmp_path: Path) -> None:
    settings.PORTAL_HOME = tmp_path
    run(new=True)
    path = tmp_path / "keys" / "field_key.2"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(path.read_bytes())) == 32


def test_with_keys_from_the_environment_no_file_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELD_KEY", "x")
    with pytest.raises(CommandError, match="FIELD_KEY_2"):
        run(new=True)


def test_second_factors_are_encrypted_again(rows: list[Enterprise], settings: Any) -> None:
    both = settings.FIELD_KEYS
    settings.FIELD_KEYS = {1: both[1]}
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    row = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.TOTP, data={"secret": sealed}
    )
    settings.FIELD_KEYS = both
    with pytest.raises(RotationError, match="mfa_authenticator"):
        rotation.retire(1)
    assert "mfa_authenticator.data: 1" in run()
    assert "mfa_authenticator.data: 0" in run()
    settings.FIELD_KEYS = {2: NEW}
    row.refresh_from_db()
    assert get_adapter().decrypt(row.data["secret"]) == "JBSWY3DPEHPK3PXP"


def test_nothing_else_encrypts_by_itself() -> None:
    """What calls `encrypt` must be known to the rotation, or a retired key loses its values."""
    callers = {
        name_of(path)
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module == "common.identity.crypto"
        for alias in node.names
        if alias.name == "encrypt"
    }
    # Synthetic rows are written to columns that are known already.
    callers.discard("benchmarks/seed/enterprises.py")
    assert callers == {
        "common/identity/encrypted.py",
        "accounts/adapters.py",
        "operations/keys/rotation.py",
    }


def test_every_encrypted_column_of_every_model_is_known() -> None:
    """A column that only resembles one of the portal's would be left under the old key."""
    known = {each.label for each in encrypted_columns()}
    declared = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField) and field.name.endswith("_cipher")
    }
    assert declared <= known
    assert "enterprises_enterprise.nik_cipher" in known


def test_the_label_names_the_cipher_column() -> None:
    column = encrypted_columns()[0]
    assert isinstance(column.text, EncryptedText)
    with pytest.raises(RotationError):
        rotation.retire(1)


class TestSettings:
    """Which keys a start finds."""

    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "HOME", tmp_path)
        for name in [name for name in os.environ if name.startswith(("FIELD_KEY", "SECRET_KEY"))]:
            monkeypatch.delenv(name)

    def test_first_start_creates_the_first_key(self, tmp_path: Path) -> None:
        assert [*environment.field_keys()] == [1]
        assert (tmp_path / "keys" / "field_key").exists()

    def test_later_keys_come_from_files_and_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment.create_key(tmp_path / "keys" / "field_key")
        environment.create_key(tmp_path / "keys" / "field_key.2")
        environment.create_key(tmp_path / "keys" / "field_key.2.before-restore-1")
        monkeypatch.setenv("FIELD_KEY_3", base64.b64encode(NEW).decode())
        field_keys = environment.field_keys()
        assert sorted(field_keys) == [1, 2, 3]
        assert field_keys[3] == NEW

    def test_a_retired_first_key_is_not_created_again(self, tmp_path: Path) -> None:
        environment.create_key(tmp_path / "keys" / "field_key.2")
        assert [*environment.field_keys()] == [2]
        assert not (tmp_path / "keys" / "field_key").exists()

    def test_former_secret_keys_are_still_valid(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert environment.secret_key_fallbacks() == []
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "secret_key.old").write_text("b\na\n")
        assert environment.secret_key_fallbacks() == ["b", "a"]
        monkeypatch.setenv("SECRET_KEY_FALLBACKS", "d, c")
        assert environment.secret_key_fallbacks() == ["d", "c"]
