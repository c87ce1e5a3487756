"""The check of a spreadsheet against the fetch of one row; seconds of files that once hung."""

from collections.abc import Sequence

from benchmarks.clients import connect, official
from benchmarks.rounds import Figures, Line, timed
from enterprises.models import Enterprise
from programs.models import BulkCheck
from programs.services.bulk_check.jobs import discard_bulk_check, start_bulk_check
from programs.services.bulk_check.worker import work_next

_PERSON = "verifier.jatim"
_ROWS = 2_000
_FETCHES = 200
_HEADINGS = "nama,scheme,on,requested_amount,annual_sales,has_npwp,borrower,purpose,tenor_months"
_GOOD = "kur-mikro,23/11/2026,40.000.000,240000000,ya,person,modal kerja,24"


class Bulk:
    """Files sent as the page sends them, then judged in slices as a worker judges them.

    Of each file all the work is counted: the rows are counted, judged and written, the sheet is
    made. The fetch is that of an enterprise by its key through the ORM, the least that any page
    does for a row.
    """

    name = "bulk"
    lines: Sequence[Line] = (
        Line("bulk check, a row / fetch of one row by its key", "row", at_most=1),
        Line("bulk check, a row of an unknown scheme / that fetch", "unknown", at_most=1),
        Line("bulk check: request with 10 MB of rows / that fetch", "request"),
        Line("bulk check: 99,000 rows refused / that fetch", "refused"),
    )

    def prepare(self) -> None:
        self.user = official(_PERSON)
        with connect() as plain:
            found = plain.execute("SELECT id FROM enterprises_enterprise ORDER BY id LIMIT 1000")
            self.keys = [key for (key,) in found]
        good = [f"Calon {n},{_GOOD}" for n in range(_ROWS)]
        unknown = [f"Calon {n},tidak-ada,,,,,,," for n in range(4_000)]
        self.good = _table(_HEADINGS, good)
        self.unknown = _table(_HEADINGS, unknown)
        self.many = b"scheme,n\n" + b"x,1\n" * 99_000
        self.large = b"scheme,n\n" + b"x,%s\n" % (b"1" * 200) * 51_000
        self._check(self.good)

    def round(self, number: int) -> Figures:
        fetch_s = timed(self._fetch_rows) / _FETCHES
        good_s = timed(lambda: self._check(self.good))
        unknown_s = timed(lambda: self._check(self.unknown))
        refused_s = timed(lambda: self._check(self.many))
        request_s = timed(lambda: self._send(self.large))
        self._discard()
        fetch_s = (fetch_s + timed(self._fetch_rows) / _FETCHES) / 2
        return {
            "row": good_s / _ROWS / fetch_s,
            "unknown": unknown_s / 4_000 / fetch_s,
            "request": request_s / fetch_s,
            "refused": refused_s / fetch_s,
            "fetch_ms": fetch_s * 1000,
            "rows_per_s": _ROWS / good_s,
            "unknown_4000_s": unknown_s,
            "refused_99000_s": refused_s,
            "request_10mb_s": request_s,
        }

    def notes(self) -> list[str]:
        self._discard()
        return [
            f"{_ROWS} rows of 9 columns that are judged by the rules of KUR Mikro, 4,000 of an "
            "unknown scheme, 99,000 in 0.4 MB that are refused as too many; one worker",
            "the request ends when the file is stored; no row is judged in it",
        ]

    def _check(self, content: bytes) -> None:
        self._send(content)
        while work_next():
            pass
        self._discard()

    def _send(self, content: bytes) -> None:
        start_bulk_check(self.user, _pieces(content), filename="calon.csv")

    def _discard(self) -> None:
        for check in BulkCheck.objects.filter(person=self.user):
            discard_bulk_check(self.user, check.pk)

    def _fetch_rows(self) -> None:
        for key in self.keys[:_FETCHES]:
            Enterprise.objects.get(pk=key)


def _table(headings: str, rows: Sequence[str]) -> bytes:
    return "\n".join([headings, *rows]).encode()


def _pieces(content: bytes, size: int = 64 * 1024) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]
