"""The launcher: ports, home, choices and bootstrap, without Django and without a network."""

import base64
import json
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.launcher import bootstrap, ports
from operations.launcher.console import LaunchError
from operations.launcher.home import ROOT, Home
from operations.launcher.process import LOG_LIMIT, log_tail, open_log
from operations.launcher.run import chosen_port, wants_demo
from operations.launcher.test import PARALLEL, claimed_home, pytest_arguments


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.HOST, ports.find_free(21000, "test")))
        listener.listen()
        yield listener.getsockname()[1]


class TestPorts:
    def test_free_port_lies_below_the_ephemeral_range(self) -> None:
        assert 20000 <= ports.find_free(20000, "x") < ports.CEILING

    def test_taken_port_is_refused_in_one_line_that_names_it(self, taken_port: int) -> None:
        with pytest.raises(LaunchError) as refused:
            ports.require_free(taken_port)
        text = str(refused.value)
        assert str(taken_port) in text
        assert f"PORTAL_PORT={taken_port + 1}" in text
        assert "\n" not in text

    def test_port_is_remembered_and_chosen_again_when_taken(
        self, home: Home, taken_port: int
    ) -> None:
        first = home.ports.choose("postgres", 21500)
        assert home.ports.choose("postgres", 21500) == first
        home.ports.path.write_text(json.dumps({"postgres": taken_port}))
        assert home.ports.choose("postgres", 21500) not in {taken_port, 0}

    @pytest.mark.parametrize("text", ["x", "0", "70000", "-1", "80.5"])
    def test_portal_port_must_be_a_port(self, text: str) -> None:
        with pytest.raises(LaunchError, match="PORTAL_PORT"):
            chosen_port({"PORTAL_PORT": text})


class TestHome:
    def test_keys_are_private_and_made_once(self, home: Home) -> None:
        home.ensure_encryption_keys({})
        before = {path.name: path.read_text() for path in home.keys.iterdir()}
        home.ensure_encryption_keys({})
        assert before == {path.name: path.read_text() for path in home.keys.iterdir()}
        assert set(before) == {"secret_key", "field_key", "index_key"}
        assert all(len(base64.b64decode(text)) == 32 for text in before.values())
        assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in home.keys.iterdir()} == {0o600}

    def test_lost_key_on_old_data_stops_the_start(self, home: Home) -> None:
        home.ensure_encryption_keys({})
        (home.postgres / "data").mkdir(parents=True)
        (home.keys / "field_key").unlink()
        with pytest.raises(LaunchError, match="field_key"):
            home.ensure_encryption_keys({})
        home.ensure_encryption_keys({"FIELD_KEY": "from the environment"})

    def test_second_launcher_is_told_the_address_of_the_first(self, home: Home) -> None:
        with (
            home.claim("http://127.0.0.1:8123"),
            pytest.raises(LaunchError, match=re.escape("http://127.0.0.1:8123")),
            home.claim("http://127.0.0.1:8124"),
        ):
            pytest.fail("two launchers in one home")
        with home.claim("http://127.0.0.1:8124"):
            pass

    def test_new_launcher_waits_for_children_of_a_killed_one(
        self, home: Home, tmp_path: Path
    ) -> None:
        with home.claim("first") as descriptor:
            leftover = subprocess.Popen(["sleep", "0.5"], pass_fds=(descriptor,))
        with home.claim("second"):
            assert leftover.wait(0) == 0

    def test_second_test_run_takes_another_folder(self, tmp_path: Path) -> None:
        environ = {"PORTAL_HOME": str(tmp_path)}
        with claimed_home(environ) as (first, _), claimed_home(environ) as (second, _):
            assert (first.path.name, second.path.name) == ("test", "test-2")
        with claimed_home(environ) as (again, _):
            assert again.path.name == "test"

    def test_servers_file_is_private(self, home: Home) -> None:
        home.announce({"DATABASE_URL": "postgresql://x", "embedded": True})
        assert json.loads(home.servers_file.read_text())["embedded"] is True
        assert stat.S_IMODE(home.servers_file.stat().st_mode) == 0o600

    def test_home_that_cannot_be_made_is_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(LaunchError, match="PORTAL_HOME") as refused:
            Home(tmp_path / "file" / "home").create()
        assert "\n" not in str(refused.value)


class TestLogs:
    def test_long_log_is_set_aside_at_start(self, tmp_path: Path) -> None:
        path = tmp_path / "web.log"
        path.write_bytes(b"x" * (LOG_LIMIT + 1))
        with open_log(path) as log:
            log.write(b"new\n")
        assert log_tail(path) == "new"
        assert (tmp_path / "web.log.1").stat().st_size == LOG_LIMIT + 1


class TestChoices:
    @pytest.mark.parametrize(
        ("wish", "embedded", "demo"),
        [("", True, True), ("", False, False), ("0", True, False), ("1", False, True)],
    )
    def test_demo_people(self, wish: str, embedded: bool, demo: bool) -> None:
        assert wants_demo({"PORTAL_DEMO": wish}, embedded=embedded) is demo

    @pytest.mark.parametrize(
        ("given", "parallel"),
        [
            ([], True),
            (["-x"], True),
            (["-n", "4"], False),
            (["-n0"], False),
            (["-p", "no:xdist"], False),
            (["-k", "ports"], False),
            (["tests/servers"], False),
            (["tests/operations/launcher/test_launcher.py::TestPorts"], False),
        ],
    )
    def test_whole_suite_runs_in_parallel_and_parts_do_not(
        self, given: list[str], parallel: bool
    ) -> None:
        expected = [*PARALLEL, *given] if parallel else given
        assert pytest_arguments(given) == expected

    @pytest.mark.parametrize(
        ("goal", "database", "kind"),
        [("run", "", "dev"), ("run", "postgresql://x", "prod"), ("test", "postgresql://x", "test")],
    )
    def test_settings_follow_the_servers(
        self, monkeypatch: pytest.MonkeyPatch, goal: str, database: str, kind: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", database)
        monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
        bootstrap.name_settings(goal)
        assert os.environ["DJANGO_SETTINGS_MODULE"] == f"umkm_portal.settings.{kind}"


class TestBootstrap:
    def test_too_old_python_is_one_line(self, tmp_path: Path) -> None:
        old = tmp_path / "python3"
        old.write_text(
            "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2' && exit 0\nexit 1\n"
        )
        old.chmod(0o755)
        for name in ("bash", "dirname"):
            (tmp_path / name).symlink_to(f"/usr/bin/{name}")
        shown = subprocess.run(
            ["/bin/bash", ROOT / "run"],
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert shown.returncode == 1
        assert "3.11" in shown.stderr
        assert "Python 3.9.2" in shown.stderr
        assert shown.stderr.count("\n") == 1

    def test_stamp_follows_the_lock_file_and_an_unfinished_install(self, tmp_path: Path) -> None:
        (tmp_path / "requirements.txt").write_text("a==1\n")
        made = bootstrap.Environment(tmp_path)
        made.python.parent.mkdir(parents=True)
        made.python.symlink_to(sys.executable)
        assert not made.is_ready("run")
        made.stamp.write_text(made.fingerprint("run") + "\n")
        assert made.is_ready("run")
        made.unfinished.touch()
        assert not made.is_ready("run")
        made.unfinished.unlink()
        (tmp_path / "requirements.txt").write_text("a==2\n")
        assert not made.is_ready("run")

    def test_missing_venv_module_names_the_package(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = bootstrap.Environment(tmp_path)
        broken = subprocess.CompletedProcess([], 1, "ensurepip is not available", "")
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: broken)
        with pytest.raises(bootstrap.SetupError, match="python3-venv"):
            made.create()

    def test_missing_network_is_recognised(self, tmp_path: Path) -> None:
        made = bootstrap.Environment(tmp_path)
        made.path.mkdir()
        made.log.write_text("error: dns error: failed to lookup address information")
        assert made.offline()
        made.log.write_text("error: hash mismatch")
        assert not made.offline()

    def test_private_cache_when_home_is_unusable(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
        made = bootstrap.Environment(tmp_path)
        with made.private_cache():
            assert Path(os.environ["UV_CACHE_DIR"]).is_relative_to(made.path)
        assert "UV_CACHE_DIR" not in os.environ
