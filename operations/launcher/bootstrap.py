"""Prepare `.venv` with a plain Python, then start the launcher: `bootstrap.py run|test [args]`.

Runs before anything is installed, so it needs only the standard library. A second start costs one
hash of the lock files. An interrupted install starts over.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
UV = "uv==0.13.9"
NETWORK_SIGNS = (
    "dns error",
    "name resolution",
    "failed to establish",
    "max retries exceeded",
    "error sending request",
    "connection refused",
    "network is unreachable",
    "timed out",
    "client error (connect)",
    "could not find a version",
)


class SetupError(Exception):
    """A problem that the user can fix; the text is the whole message."""


def say(text: str) -> None:
    print(f"[portal] {text}", flush=True)


class Environment:
    """The `.venv` of one checkout: what it contains and how to bring it up to date."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.path = root / ".venv"
        self.python = self.path / "bin" / "python"
        self.stamp = self.path / "portal-installed"
        self.unfinished = self.path / "portal-unfinished"
        self.log = self.path / "portal-install.log"
        # What an installer inherits, so that the lock is held until it ends.
        self.inherited: tuple[int, ...] = ()

    def fingerprint(self, goal: str) -> str:
        """Return a text that changes with the goal's lock file and with the Python version."""
        digest = hashlib.sha256((self.root / LOCKS[goal]).read_bytes()).hexdigest()
        return f"{sys.version_info.major}.{sys.version_info.minor} {LOCKS[goal]} {digest}"

    def is_ready(self, goal: str) -> bool:
        """Tell whether the interpreter works and the goal's lock file is what was installed."""
        try:
            installed = self.stamp.read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        is_current = self.fingerprint(goal) in installed and not self.unfinished.exists()
        return is_current and self.works()

    def works(self) -> bool:
        """Tell whether the interpreter starts and has the version of this one."""
        try:
            answer = subprocess.run(
                [self.python, "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:
            return False
        return answer.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"

    def prepare(self, goal: str) -> None:
        """Make or repair the environment so that the goal's lock file is installed exactly."""
        if self.path.exists() and (self.unfinished.exists() or not self.works()):
            say("Pemasangan lama tidak utuh, diulang dari awal (repairing .venv)...")
            shutil.rmtree(self.path)
        if not self.path.exists():
            say("Membuat .venv (creating .venv)...")
            self.path.mkdir()
            self.unfinished.touch()
            self.create()
        self.unfinished.touch()
        say("Memasang pustaka, 1-3 menit pada kali pertama (installing libraries)...")
        self.install(self.root / LOCKS[goal])
        # The development lock is resolved under the other one, so it contains all of it.
        goals = LOCKS if goal == "test" else ["run"]
        self.stamp.write_text("\n".join(map(self.fingerprint, goals)) + "\n", encoding="utf-8")
        self.unfinished.unlink()

    def create(self) -> None:
        """Create an empty environment. Raises SetupError, and leaves nothing then."""
        created = subprocess.run(
            [sys.executable, "-m", "venv", self.path],
            capture_output=True,
            text=True,
            check=False,
            pass_fds=self.inherited,
        )
        if created.returncode:
            shutil.rmtree(self.path, ignore_errors=True)
            if "ensurepip" in created.stdout + created.stderr or (
                "No module named venv" in created.stderr
            ):
                raise SetupError(
                    "Modul venv Python belum ada; pada Debian/Ubuntu: apt install python3-venv "
                    "(python3-venv is missing)."
                )
            raise SetupError(f"Gagal membuat .venv: {last_line(created.stderr or created.stdout)}")

    def install(self, lock: Path) -> None:
        """Install exactly what the lock file names, with uv or else pip. Raises SetupError."""
        pip = [str(self.python), "-m", "pip"]
        options = ["--disable-pip-version-check", "--no-input", "--retries", "1"]
        with self.private_cache():
            uv = self.path / "bin" / "uv"
            if not uv.exists():
                if self.run([*pip, "--version"]):
                    self.run([str(self.python), "-m", "ensurepip"])
                self.run([*pip, "install", *options, UV])
            hashed = ["--require-hashes", "-r", str(lock)]
            if uv.exists() and not self.run(
                [str(uv), "pip", "install", "--no-config", "--python", str(self.python), *hashed]
            ):
                return
            if not uv.exists() and self.offline():
                raise no_network()
            say("uv tidak berhasil, dicoba dengan pip (falling back to pip)...")
            if self.run([*pip, "install", *options, *hashed]):
                if self.offline():
                    raise no_network()
                reason = last_line(self.tail())
                raise SetupError(f"Pemasangan gagal: {reason} (lengkap di {self.log}).")

    def run(self, command: list[str]) -> int:
        """Run a step with its output in the log, and print the time every five seconds."""
        started = time.monotonic()
        with self.log.open("ab") as log:
            step = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                pass_fds=self.inherited,
            )
            try:
                while True:
                    try:
                        return step.wait(5)
                    except subprocess.TimeoutExpired:
                        say(f"... {time.monotonic() - started:.0f} detik (s)")
            finally:
                # An interrupt must not leave an installer running.
                if step.poll() is None:
                    step.terminate()
                    step.wait()

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def offline(self) -> bool:
        """Tell whether the log ends as an install without a network does."""
        text = self.tail().lower()
        return any(sign in text for sign in NETWORK_SIGNS)

    @contextmanager
    def private_cache(self) -> Iterator[None]:
        """Give pip and uv a private cache folder when HOME is not writable."""
        home = os.environ.get("HOME", "")
        cache = self.path / "portal-cache"
        if home and os.access(home, os.W_OK | os.X_OK):
            yield
            return
        os.environ["PIP_CACHE_DIR"] = str(cache / "pip")
        os.environ["UV_CACHE_DIR"] = str(cache / "uv")
        try:
            yield
        finally:
            del os.environ["PIP_CACHE_DIR"], os.environ["UV_CACHE_DIR"]
            shutil.rmtree(cache, ignore_errors=True)


def no_network() -> SetupError:
    return SetupError(
        "Pustaka tidak dapat diunduh: periksa sambungan jaringan, lalu ulangi "
        "(cannot download; check the network and try again)."
    )


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["?"])[-1]


@contextmanager
def one_at_a_time(root: Path) -> Iterator[int]:
    """Let `./run` and `./test` of one checkout install one after the other.

    The kernel drops the lock with its last holder, so none is ever stale; an installer left behind
    by a killed launcher still holds it and is waited for. The lock is on the folder itself, because
    a lock file inside `.venv` would be deleted with it.
    """
    descriptor = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Menunggu pemasangan lain selesai (waiting for another install)...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def name_settings(goal: str) -> None:
    """Choose the Django settings here: importing `umkm_portal` later already sets a default."""
    embedded = not os.environ.get("DATABASE_URL")
    kind = "test" if goal == "test" else "dev" if embedded else "prod"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"umkm_portal.settings.{kind}")


def main(goal: str, arguments: list[str]) -> NoReturn:
    environment = Environment()
    try:
        if not environment.is_ready(goal):
            with one_at_a_time(ROOT) as lock:
                environment.inherited = (lock,)
                if not environment.is_ready(goal):
                    environment.prepare(goal)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f".venv tidak dapat ditulis: {error} (this checkout must be writable for you).")
    except KeyboardInterrupt:
        sys.exit("Dihentikan; ./run berikutnya melanjutkan (interrupted).")
    name_settings(goal)
    os.chdir(ROOT)
    # The portal prints and logs UTF-8 in every locale.
    os.environ.setdefault("PYTHONUTF8", "1")
    # Containers often set it. Each of our many processes would compile Django and the portal again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    module = f"operations.launcher.{goal}"
    command = [str(environment.python), "-m", module, *arguments]
    os.execv(environment.python, command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
