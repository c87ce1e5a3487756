"""The report as CSV and XLSX against COPY of the same columns."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from accounts.models import User
from benchmarks.clients import api_client, connect, official
from benchmarks.rounds import Figures, Line, timed
from benchmarks.seed.people import DOMAIN
from reports.definitions.registry import report
from reports.services import exports

_REPORT = "applications"
_STAFF = "staff.jatim"
_PROCESS = Path("/proc/self")


class Exports:
    """CSV through the view and its streaming response, XLSX as a worker writes it.

    Both hold every sent application of the province. COPY is given the statement of the report, its
    joins and labels included, and its rows are discarded.
    """

    name = "exports"
    lines: Sequence[Line] = (
        Line("CSV report / COPY of the same columns", "csv", at_most=1.6),
        Line("XLSX report / COPY of the same columns", "xlsx", at_most=15),
        Line("XLSX peak memory above the started process", "xlsx_peak_mb", at_most=80, unit=" MB"),
    )

    def prepare(self) -> None:
        self.user = official(_STAFF)
        self.client = api_client(self.user)
        # The view passes larger reports to a worker; here it must stream them all.
        exports.STREAM_LIMIT = 10**9
        sql, parameters = report(_REPORT).selection(self.user, {}).query.sql_with_params()
        self.cursor = connect().cursor()
        self.statement = (f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters)
        self.rows = report(_REPORT).count(self.user, {})

    def round(self, number: int) -> Figures:
        copy_s = timed(self._copy)
        csv_s = timed(self._csv)
        copy_again_s = timed(self._copy)
        xlsx_s, started, peak, size = self._xlsx()
        copied = (copy_s + copy_again_s) / 2
        return {
            "csv": csv_s / copied,
            "xlsx": xlsx_s / copied,
            "xlsx_peak_mb": peak - started,
            "xlsx_process_mb": peak,
            "xlsx_started_mb": started,
            "copy_s": copied,
            "csv_s": csv_s,
            "xlsx_s": xlsx_s,
            "csv_mb": self.bytes / 1e6,
            "xlsx_mb": size / 1e6,
        }

    def notes(self) -> list[str]:
        return [
            f"{self.rows} rows; COPY before and after the CSV of each round, their mean",
            "XLSX is written by a separate process; seconds without the start of Django. "
            "xlsx_started_mb is the memory of that process before it writes (Django and every app "
            "loaded), xlsx_process_mb its peak",
        ]

    def _copy(self) -> None:
        with self.cursor.copy(*self.statement) as copy:
            for _piece in copy:
                pass

    def _csv(self) -> None:
        response = self.client.get(f"/api/v1/reports/{_REPORT}/?format=csv")
        if response.status_code != 200:
            raise AssertionError(f"{response.status_code}: {response.content[:200]!r}")
        self.bytes = sum(map(len, response.streaming_content))

    def _xlsx(self) -> tuple[float, float, float, int]:
        with tempfile.TemporaryDirectory(prefix="benchmarks") as folder:
            path = Path(folder) / "report.xlsx"
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.xlsx_worker", str(path)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                env=os.environ.copy(),
            )
            seconds, started, peak = map(float, done.stdout.split()[-3:])
            return seconds, started, peak, path.stat().st_size


def write_one(path: Path) -> None:
    """Write an XLSX of all rows as a worker does; print seconds, megabytes before, and peak."""
    user = User.objects.get(email=f"{_STAFF}@{DOMAIN}")
    # The peak from here on: importing every app briefly needed more.
    _PROCESS.joinpath("clear_refs").write_text("5", encoding="ascii")
    before = _megabytes("VmRSS")
    started = time.perf_counter()
    exports.write_file(path, user, report(_REPORT), {}, "xlsx")
    print(time.perf_counter() - started, before, _megabytes("VmHWM"))


def _megabytes(name: str) -> float:
    """Return a figure of this process's memory in megabytes; the kernel gives KiB."""
    status = _PROCESS.joinpath("status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if name in line) / 1000
