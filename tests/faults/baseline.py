"""The state that every fault test begins with: rows, files, no mail, all processes working."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.database import end_connections, replace_database
from tests.faults.portal import Portal

COPY = "fault_tests_baseline"


class Baseline:
    """A copy of the portal's database and files, taken while the portal runs and put back so."""

    def __init__(self, portal: Portal, drafts: dict[str, Any]) -> None:
        self.portal, self.token, self.ids = portal, drafts["token"], drafts["ids"]
        self.other = drafts["other"]
        self._media = portal.home / "media"
        self._media_copy = portal.home.with_name("media-baseline")
        self._database = str(conninfo_to_dict(portal.database_url)["dbname"])
        portal.wait(portal.is_ready)
        shutil.copytree(self._media, self._media_copy)
        with self._server() as server:
            # No one may be connected to what is copied; the portal reconnects by itself.
            end_connections(server, self._database)
            replace_database(server, COPY, self._database, survives_a_crash=True)
            server.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(
                    sql.Identifier(self._database)
                )
            )

    def restore(self) -> None:
        """Put rows and files back, empty the mailbox, and wait until every process works."""
        # Parts that the last test killed are back before the database goes away once more.
        self.portal.wait(self.portal.is_ready)
        with self._server() as server:
            replace_database(server, self._database, COPY, survives_a_crash=True)
        _make_equal(self._media, self._media_copy)
        for letter in (self.portal.home / "mail").iterdir():
            letter.unlink()
        self.portal.wait(self.portal.is_ready)

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection[Any]]:
        address = make_conninfo(self.portal.database_url, dbname="postgres")
        with psycopg.connect(address, autocommit=True) as server:
            yield server


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def _make_equal(folder: Path, copy: Path) -> None:
    """Delete files that the copy lacks, and write again those that the folder lacks."""
    present, wanted = _files(folder), _files(copy)
    for name in present - wanted:
        (folder / name).unlink()
    for name in wanted - present:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(copy / name, folder / name)
