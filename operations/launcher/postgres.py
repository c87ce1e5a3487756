"""The embedded PostgreSQL: created once, reached over TCP on the loopback with a password.

As root the server runs as another user. Its data stays in PORTAL_HOME even when that user may not
enter it (a home below /root): the launcher opens the folder and the server gets it as an
inherited descriptor, `-D /proc/self/fd/N`. Nothing else on the machine changes its permissions.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from operations.launcher import binaries
from operations.launcher.console import LaunchError
from operations.launcher.home import Home
from operations.launcher.ports import HOST
from operations.launcher.process import Command, die_with_parent, log_tail, open_log

ROLE = "portal"
DATABASE = "umkm_portal"
FIRST_PORT = 15432
PASSWORD = "postgres_password"
LOGIN_RULE = f"host all {ROLE} {HOST}/32 scram-sha-256\n"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "timezone": "Asia/Jakarta",
    "log_timezone": "Asia/Jakarta",
    # Failed statements and their rows hold people's data; the log names the error only.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
TEST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Test databases last for minutes; write-ahead logging and vacuuming would be most of the
    # writing.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
}


class Postgres:
    """One cluster in one home. The port is fixed when the object is made."""

    def __init__(
        self, home: Home, environ: Mapping[str, str], *, settings: Mapping[str, str] | None = None
    ) -> None:
        self.home = home
        self.data = home.postgres / "data"
        self.log = home.logs / "postgres.log"
        self.account = binaries.server_account(self.data)
        self.folder = binaries.postgres_folder(environ, self.account)
        self.settings = {**SETTINGS, **(settings or {})}
        self.port = home.ports.choose("postgres", FIRST_PORT)
        self._descriptor: int | None = None

    @property
    def url(self) -> str:
        password = self.home.secret(PASSWORD)
        return f"postgresql://{ROLE}:{password}@{HOST}:{self.port}/{DATABASE}"

    def initialise(self) -> None:
        """Create cluster, role and database; an interrupted attempt is thrown away first."""
        if self.data.exists():
            return
        self.home.postgres.mkdir(mode=0o700, exist_ok=True)
        draft = self.home.postgres / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.account:
            os.chown(draft, self.account.uid, self.account.gid)
        descriptor = os.open(draft, os.O_RDONLY)
        try:
            # Nobody can log in, with or without a password, before pg_hba.conf below permits it.
            login = ["-U", "postgres", "-A", "reject", "-E", "UTF8"]
            self._run_to_end("initdb", descriptor, draft, *login, *self._locale())
            password = self.home.secret(PASSWORD)
            self._run_to_end(
                "postgres",
                descriptor,
                draft,
                "postgres",
                first="--single",
                sql=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\n"
                f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n",
            )
        finally:
            os.close(descriptor)
        (draft / "pg_hba.conf").write_text(LOGIN_RULE, encoding="utf-8")
        draft.rename(self.data)

    def command(self, inherited: tuple[int, ...] = ()) -> Command:
        """Return the command of the server, for the supervisor."""
        if self._descriptor is None:
            self._descriptor = os.open(self.data, os.O_RDONLY)
        settings = {**self.settings, "port": str(self.port)}
        return Command(
            name="postgres",
            argv=(
                str(self.folder / "postgres"),
                "-D",
                self._reachable_path(self._descriptor, self.data),
                *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
            ),
            env=binaries.PLAIN_ENVIRONMENT,
            log=self.log,
            # SIGINT closes sessions and shuts down cleanly; SIGTERM would wait for clients.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            grace=30,
            account=self.account,
            inherited=(*inherited, self._descriptor),
        )

    def clear_stale_pid(self) -> None:
        """Delete the process id of an earlier server.

        The claim on the home proves that none is running, but its id may be another program's by
        now, and PostgreSQL would then refuse to start.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Tell whether the server accepts connections, as line 8 of its pid file says."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and lines[3].strip() == str(self.port)

    def _reachable_path(self, descriptor: int, path: Path) -> str:
        through_descriptor = self.account is not None and sys.platform.startswith("linux")
        return f"/proc/self/fd/{descriptor}" if through_descriptor else str(path)

    def _locale(self) -> list[str]:
        version = subprocess.run(
            [self.folder / "initdb", "--version"], capture_output=True, text=True, check=False
        ).stdout
        major = re.search(r"\d+", version)
        if major and int(major[0]) < 17:
            return ["--locale=C"]
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

    def _run_to_end(
        self, program: str, descriptor: int, path: Path, *rest: str, first: str = "", sql: str = ""
    ) -> None:
        options = self.account.popen_options() if self.account else {}
        place = self._reachable_path(descriptor, path)
        with open_log(self.log) as log:
            done = subprocess.run(
                [self.folder / program, *([first] if first else []), "-D", place, *rest],
                input=sql.encode(),
                stdout=log,
                stderr=log,
                check=False,
                cwd="/",
                env=binaries.PLAIN_ENVIRONMENT,
                pass_fds=(descriptor,),
                process_group=0,
                preexec_fn=die_with_parent(signal.SIGKILL),
                **options,
            )
        if done.returncode:
            raise LaunchError(f"{log_tail(self.log)}\nBasis data gagal dibuat ({program} failed).")
