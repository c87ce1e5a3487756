"""The supervisor: children that die are restarted, and none outlives the launcher."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from operations.launcher import binaries
from operations.launcher.console import LaunchError, StopRequested
from operations.launcher.home import ROOT
from operations.launcher.process import Command
from operations.launcher.supervise import Supervisor

# Newer Pythons warn of a fork in a process with threads: the test runner has some, `./run` none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def python(tmp_path: Path, code: str, name: str = "child", grace: float = 3) -> Command:
    return Command(
        name=name,
        argv=(sys.executable, "-c", code),
        env=binaries.PLAIN_ENVIRONMENT,
        log=tmp_path / f"{name}.log",
        grace=grace,
    )


def alive(process: int) -> bool:
    """Tell whether it runs: it exists and is not a zombie that its parent has not waited for."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text().endswith("\n")):
        assert time.monotonic() < deadline, f"{path} did not appear"
        time.sleep(0.02)
    return path.read_text()


class FakeTime:
    """A clock that moves only during a sleep."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        time.sleep(0.01)


class TestSupervisor:
    def test_child_that_dies_is_restarted_later_each_time(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fake = FakeTime()
        with Supervisor(clock=fake.clock, sleep=fake.sleep, tick=0.05) as supervisor:
            child = supervisor.start(python(tmp_path, "raise SystemExit(7)"))
            with pytest.raises(LaunchError, match="gagal dimulai"):
                supervisor.wait_until(lambda: False, 1000, "child")
            assert (child.deaths, child.delay) == (3, 4.0)
        output = capsys.readouterr().out
        assert [f"dalam {delay} detik" in output for delay in ("0.5", "1", "2")] == [True] * 3

    def test_delay_never_exceeds_its_limit_and_is_forgotten_after_a_healthy_minute(
        self, tmp_path: Path
    ) -> None:
        fake = FakeTime()
        with Supervisor(clock=fake.clock, sleep=fake.sleep) as supervisor:
            child = supervisor.start(python(tmp_path, ""))
            child.process.wait()
            child.delay = 30.0
            supervisor.check()
            assert child.delay == 30.0
            child.restart_at = None
            fake.now += 61
            supervisor.check()
            assert child.restart_at == fake.now + 0.5

    def test_failure_shows_the_end_of_the_childs_log(self, tmp_path: Path) -> None:
        fake = FakeTime()
        code = "print(*range(100), sep='\\n', flush=True); raise SystemExit(1)"
        with Supervisor(clock=fake.clock, sleep=fake.sleep) as supervisor:
            supervisor.start(python(tmp_path, code))
            with pytest.raises(LaunchError) as failed:
                supervisor.wait_until(lambda: False, 1000, "child")
        lines = str(failed.value).splitlines()
        assert lines[:-1] == [str(n) for n in range(80, 100)]
        assert str(tmp_path / "child.log") in lines[-1]

    def test_stop_is_in_reverse_order_and_takes_grandchildren(self, tmp_path: Path) -> None:
        note = tmp_path / "order"
        code = (
            "import signal, subprocess, sys, time\n"
            "child = subprocess.Popen(['sleep', '60'])\n"
            "def stop(*_):\n"
            f"    open({str(note)!r}, 'a').write(NAME + ' ')\n"
            "    sys.exit(0)\n"
            "signal.signal(signal.SIGTERM, stop)\n"
            f"open({str(tmp_path)!r} + '/pid-' + NAME, 'w').write(f'{{child.pid}}\\n')\n"
            "time.sleep(60)\n"
        )
        with Supervisor() as supervisor:
            names = ["postgres", "web", "beat"]
            for name in names:
                supervisor.start(python(tmp_path, f"NAME = {name!r}\n{code}", name))
            grandchildren = [int(wait_for(tmp_path / f"pid-{name}")) for name in names]
            started = [child.process.pid for child in supervisor.children]
            supervisor.stop_all()
        assert note.read_text().split() == ["beat", "web", "postgres"]
        assert not [process for process in (*grandchildren, *started) if alive(process)]

    def test_child_that_ignores_the_signal_is_killed_after_its_grace(self, tmp_path: Path) -> None:
        ready = tmp_path / "ready"
        code = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            f"open({str(ready)!r}, 'w').write('x\\n'); time.sleep(60)"
        )
        with Supervisor() as supervisor:
            child = supervisor.start(python(tmp_path, code, grace=0.2))
            wait_for(ready)
        assert child.process.returncode == -signal.SIGKILL

    def test_signal_ends_the_wait(self, tmp_path: Path) -> None:
        with Supervisor() as supervisor:
            supervisor.stop_requests = 1
            with pytest.raises(StopRequested):
                supervisor.watch()

    def test_command_that_ends_returns_its_status(self, tmp_path: Path) -> None:
        with Supervisor(tick=0.01) as supervisor:
            assert supervisor.finish(python(tmp_path, "raise SystemExit(3)")) == 3

    @pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
    def test_launcher_that_ends_leaves_no_process(
        self, tmp_path: Path, number: signal.Signals
    ) -> None:
        note = tmp_path / "pid"
        launcher = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(tmp_path), str(note)], cwd=ROOT
        )
        child = int(wait_for(note))
        launcher.send_signal(number)
        launcher.wait(60)
        deadline = time.monotonic() + 60
        while alive(child) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not alive(child)


LAUNCHER = """
import sys
from pathlib import Path
from operations.launcher.console import StopRequested
from operations.launcher.process import Command
from operations.launcher.supervise import Supervisor
folder, note = map(Path, sys.argv[1:])
with Supervisor() as supervisor:
    supervisor.listen()
    child = supervisor.start(Command("child", ("sleep", "60"), {"PATH": "/usr/bin:/bin"},
                                     folder / "log"))
    note.write_text(f"{child.process.pid}\\n")
    try:
        supervisor.watch()
    except StopRequested:
        pass
"""
