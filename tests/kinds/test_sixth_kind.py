"""A sixth kind of programme, made of the files that CONTRIBUTING lists, opens on every page.

Its folder, `sixth/hibah`, is copied to a temporary folder and tried in a process and a database of
its own: by the tests of the real kinds, and by one test for each hook of an outcome.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_kinds import FILES

SIXTH = ROOT / "tests" / "kinds" / "sixth"
WALK = ROOT / "tests" / "kinds" / "test_every_page.py"
OUTCOME = SIXTH / "outcome_of_hibah.py"


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_sixth_kind_opens_every_page(tmp_path: Path) -> None:
    shutil.copytree(SIXTH / "hibah", tmp_path / "hibah")
    shutil.copy(SIXTH / "sixth_settings.py", tmp_path)
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "DJANGO_ALLOW"))
    }
    env |= {
        "PYTHONPATH": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sixth_settings",
        "PYTEST_DB_SUFFIX": f"_hibah_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}",
    }
    chosen = [str(WALK), str(OUTCOME), "-k", "hibah or accident"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen, "--exhaustive", "-q", "-p", "no:xdist"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    walks = len(re.findall(r"^def test_\w+\(\s*kind: str", WALK.read_text(encoding="utf-8"), re.M))
    hooks = len(re.findall("^def test_", OUTCOME.read_text(encoding="utf-8"), re.MULTILINE))
    # And the one test that is the same for all kinds.
    assert f"{walks + hooks + 1} passed" in done.stdout, done.stdout[-500:]


@pytest.mark.parametrize("pattern", FILES)
def test_it_has_the_files_that_every_kind_has(pattern: str) -> None:
    assert (SIXTH / pattern.format(app="hibah")).exists()
