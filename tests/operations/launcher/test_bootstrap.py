"""Making `.venv`, without a network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from operations.launcher import bootstrap
from operations.launcher.home import ROOT


@pytest.mark.parametrize(
    ("goal", "database", "kind"),
    [("run", "", "dev"), ("run", "postgresql://x", "prod"), ("test", "postgresql://x", "test")],
)
def test_settings_follow_the_servers(
    monkeypatch: pytest.MonkeyPatch, goal: str, database: str, kind: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    bootstrap.name_settings(goal)
    assert os.environ["DJANGO_SETTINGS_MODULE"] == f"umkm_portal.settings.{kind}"


def test_too_old_python_is_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2' && exit 0\nexit 1\n")
    old.chmod(0o755)
    for name in ("bash", "dirname"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    done = subprocess.run(
        ["/bin/bash", ROOT / "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "3.11" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert done.stderr.count("\n") == 1


def test_stamp_follows_the_lock_file_and_an_unfinished_install(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("a==1\n")
    environment = bootstrap.Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    assert not environment.is_ready("run")
    environment.stamp.write_text(environment.fingerprint("run") + "\n")
    assert environment.is_ready("run")
    environment.unfinished.touch()
    assert not environment.is_ready("run")
    environment.unfinished.unlink()
    (tmp_path / "requirements.txt").write_text("a==2\n")
    assert not environment.is_ready("run")


def test_missing_venv_module_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = bootstrap.Environment(tmp_path)
    broken = subprocess.CompletedProcess([], 1, "ensurepip is not available", "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: broken)
    with pytest.raises(bootstrap.SetupError, match="python3-venv"):
        environment.create()


def test_missing_network_is_recognised(tmp_path: Path) -> None:
    environment = bootstrap.Environment(tmp_path)
    environment.path.mkdir()
    environment.log.write_text("error: dns error: failed to lookup address information")
    assert environment.offline()
    environment.log.write_text("error: hash mismatch")
    assert not environment.offline()


def test_private_cache_when_home_is_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    environment = bootstrap.Environment(tmp_path)
    with environment.private_cache():
        assert Path(os.environ["UV_CACHE_DIR"]).is_relative_to(environment.path)
    assert "UV_CACHE_DIR" not in os.environ
