"""PORTAL_HOME: its keys, and the claim on it."""

import base64
import json
import re
import stat
import subprocess
from pathlib import Path

import pytest

from operations.launcher.console import LaunchError
from operations.launcher.home import Home


def test_keys_are_private_and_created_once(home: Home) -> None:
    home.ensure_encryption_keys({})
    before = {path.name: path.read_text() for path in home.keys.iterdir()}
    home.ensure_encryption_keys({})
    assert before == {path.name: path.read_text() for path in home.keys.iterdir()}
    assert set(before) == {"secret_key", "field_key", "index_key"}
    assert all(len(base64.b64decode(text)) == 32 for text in before.values())
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.keys.iterdir()} == {0o600}


def test_lost_key_on_old_data_stops_the_start(home: Home) -> None:
    home.ensure_encryption_keys({})
    (home.postgres / "data").mkdir(parents=True)
    (home.keys / "field_key").unlink()
    with pytest.raises(LaunchError, match="field_key"):
        home.ensure_encryption_keys({})
    home.ensure_encryption_keys({"FIELD_KEY": "from the environment"})


def test_second_launcher_is_refused_with_the_address_of_the_first(home: Home) -> None:
    with (
        home.claim("http://127.0.0.1:8123"),
        pytest.raises(LaunchError, match=re.escape("http://127.0.0.1:8123")),
        home.claim("http://127.0.0.1:8124"),
    ):
        pytest.fail("two launchers in one home")
    with home.claim("http://127.0.0.1:8124"):
        pass


def test_new_launcher_waits_for_children_of_a_killed_one(home: Home, tmp_path: Path) -> None:
    with home.claim("first") as descriptor:
        leftover = subprocess.Popen(["sleep", "0.5"], pass_fds=(descriptor,))
    with home.claim("second"):
        assert leftover.wait(0) == 0


def test_servers_file_is_private(home: Home) -> None:
    home.announce({"DATABASE_URL": "postgresql://x", "embedded": True})
    assert json.loads(home.servers_file.read_text())["embedded"] is True
    assert stat.S_IMODE(home.servers_file.stat().st_mode) == 0o600


def test_home_that_cannot_be_created_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LaunchError, match="PORTAL_HOME") as refused:
        Home(tmp_path / "file" / "home").create()
    assert "\n" not in str(refused.value)
