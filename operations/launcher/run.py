"""`./run`: the whole portal in the foreground, until SIGINT or SIGTERM.

`./run --servers` starts database and broker alone, without the pages, for `manage.py restore`.
"""

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from operations.launcher import ports
from operations.launcher.console import (
    REFUSED,
    LaunchError,
    RefusalPrintedError,
    StopRequested,
    complain,
    say,
)
from operations.launcher.embedded import Servers, Starter
from operations.launcher.home import ROOT, Home
from operations.launcher.process import Command
from operations.launcher.supervise import Supervisor

READY_TIMEOUT = 180.0
DEFAULT_PORT = "8000"
SERVERS_ONLY = "--servers"


@dataclass(frozen=True)
class Portal:
    """A portal to start: its home, its port and the environment of its processes."""

    home: Home
    port: int
    servers: Servers
    demo: bool
    environ: Mapping[str, str]
    claim: int

    @property
    def address(self) -> str:
        return address(self.port)

    def child_environment(self) -> dict[str, str]:
        return {
            **self.environ,
            "PYTHONUNBUFFERED": "1",
            "PORTAL_HOME": str(self.home.path),
            "PORTAL_PORT": str(self.port),
            "PORTAL_DEMO": "1" if self.demo else "0",
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
        }

    def python(
        self,
        name: str,
        *arguments: str,
        orphan_signal: signal.Signals = signal.SIGTERM,
        grace: float = 10.0,
        to_console: bool = False,
    ) -> Command:
        """Return the command of a Python process of this portal, with a log of its name."""
        return Command(
            name=name,
            argv=(sys.executable, *arguments),
            env=self.child_environment(),
            log=self.home.logs / f"{name}.log",
            cwd=ROOT,
            orphan_signal=orphan_signal,
            grace=grace,
            inherited=(self.claim,),
            to_console=to_console,
        )

    def preparation(self) -> Command:
        flags = ["--demo"] if self.demo else []
        module = "operations.launcher.prepare"
        return self.python(
            "prepare", "-m", module, *flags, orphan_signal=signal.SIGKILL, to_console=True
        )

    def credentials(self) -> Command:
        return self.python("credentials", "manage.py", "demo_credentials", to_console=True)

    def processes(self) -> list[Command]:
        """Return web, worker and beat in the order of their start; the last is stopped first."""
        configuration = "operations/web_server/gunicorn_conf.py"
        celery = ("-m", "celery", "-A", "umkm_portal")
        schedule = str(self.home.run / "celerybeat-schedule")
        worker = ("worker", "-c", "2", "-l", "INFO", "-n", "portal@%h", "--without-gossip")
        return [
            self.python(
                "web", "-m", "gunicorn", "-c", configuration, "umkm_portal.wsgi:application"
            ),
            # SIGQUIT: without a broker a warm shutdown would never end.
            self.python(
                "worker",
                *celery,
                *worker,
                "--without-mingle",
                orphan_signal=signal.SIGQUIT,
                grace=20,
            ),
            self.python("beat", *celery, "beat", "-l", "INFO", "-s", schedule, "--pidfile="),
        ]


def address(port: int) -> str:
    return f"http://{ports.HOST}:{port}"


def chosen_port(environ: Mapping[str, str]) -> int:
    """Return PORTAL_PORT or the default. Raises LaunchError when it is not a port number."""
    text = environ.get("PORTAL_PORT") or DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORTAL_PORT={text} bukan nomor porta (not a port number).")
    return int(text)


def wants_demo(environ: Mapping[str, str], *, embedded: bool) -> bool:
    """Tell whether to load demo data: on embedded servers unless PORTAL_DEMO says otherwise."""
    setting = (environ.get("PORTAL_DEMO") or "").lower()
    return embedded if not setting else setting not in {"0", "false", "no", "off"}


def readiness(portal_address: str) -> tuple[bool, str]:
    """Return whether `/readyz` answers 200, and its answer otherwise."""
    # A proxy set in the environment must not be used for the loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    # Headers as a proxy sends them with HTTPS: without them the answer would be a redirect.
    opener.addheaders = [("X-Forwarded-Proto", "https")]
    try:
        with opener.open(f"{portal_address}/readyz", timeout=5) as answer:
            return answer.status == 200, ""
    except urllib.error.HTTPError as error:
        return False, error.read(500).decode(errors="replace")
    except OSError as error:
        return False, str(error)


def open_portal(portal: Portal, supervisor: Supervisor) -> None:
    """Prepare the database, start the processes, wait until ready, print address and sign-ins.

    Raises RefusalPrintedError for a database of another version, else LaunchError.
    """
    if status := supervisor.finish(portal.preparation()):
        if status == REFUSED:
            raise RefusalPrintedError
        log = portal.home.logs / "prepare.log"
        raise LaunchError(f"Persiapan gagal; catatan lengkap: {log} (preparation failed).")
    say("Menyalakan web, worker, dan beat (starting)...")
    for command in portal.processes():
        supervisor.start(command)
    try:
        supervisor.wait_until(lambda: readiness(portal.address)[0], READY_TIMEOUT, "Portal")
    except LaunchError as error:
        answer = readiness(portal.address)[1]
        raise LaunchError(f"{error}\n/readyz: {answer}\nCatatan: {portal.home.logs}") from error
    if portal.demo and supervisor.finish(portal.credentials()):
        say("Akun demo tidak dapat ditampilkan (see logs/credentials.log).")
    print(f"Portal ready at {portal.address}", flush=True)


def launch(environ: Mapping[str, str], *, servers_only: bool = False) -> None:
    """Run until a stop is requested (StopRequested) or a part cannot continue (LaunchError)."""
    port = chosen_port(environ)
    home = Home.from_environment(environ)
    home.create()
    with home.claim(address(port)) as claim, Supervisor() as supervisor:
        supervisor.listen()
        ports.require_free(port)
        if not environ.get("DATABASE_URL"):
            home.ensure_encryption_keys(environ)
        servers = Starter(home, supervisor, claim).start(environ)
        demo = wants_demo(environ, embedded=servers.embedded)
        portal = Portal(home, port, servers, demo, environ, claim)
        home.announce(
            {
                "DATABASE_URL": servers.database_url,
                "REDIS_URL": servers.redis_url,
                "PORTAL_PORT": port,
                "PORTAL_DEMO": "1" if demo else "0",
                "embedded": servers.embedded,
            }
        )
        try:
            if servers_only:
                print(f"Servers ready for manage.py in {home.path}", flush=True)
            else:
                open_portal(portal, supervisor)
            supervisor.watch()
        finally:
            supervisor.stop_all()
            home.servers_file.unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> int:
    """Return the exit status, after one line on the console for every failure."""
    if [*arguments] not in ([], [SERVERS_ONLY]):
        complain(f"./run [{SERVERS_ONLY}]; lainnya lewat lingkungan (the rest by environment).")
        return 2
    try:
        launch(os.environ, servers_only=bool(arguments))
    except (StopRequested, KeyboardInterrupt):
        say("Berhenti (stopped).")
    except RefusalPrintedError:
        return 1
    except LaunchError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"Tidak dapat diteruskan: {error} (cannot go on).")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
