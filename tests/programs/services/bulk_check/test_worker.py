"""What a worker does for bulk checks: slices, kills, hostile files, results to the letter."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.utils.translation import override

from accounts.models import Posting
from common.dates import clock
from common.files.growing import GrowingFile
from common.jobs.leases import MAX_ATTEMPTS
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check import worker
from programs.services.bulk_check.files import FILES, result_path, sheet_path, upload_path
from programs.services.bulk_check.jobs import discard_bulk_check
from programs.services.bulk_check.rows import RowResults
from programs.services.bulk_check.worker import work_next
from tests.programs.spreadsheets import (
    HEADINGS,
    MANY_ROWS,
    TABLE,
    UNCLOSED_QUOTE,
    UNKNOWN_SCHEMES,
    checked,
    counts,
    numbered,
    official,
    result_rows,
    sent,
    work_all,
)

pytestmark = pytest.mark.django_db
AFTER_LEASE = settings.BULK_CHECK_LEASE + timedelta(seconds=1)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CHUNK", 2)


def sheet_rows(check: BulkCheck) -> list[list[str]]:
    sheet = openpyxl.load_workbook(sheet_path(check)).active
    assert sheet is not None
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_the_result_is_the_same_to_the_letter_as_text_and_as_sheet() -> None:
    check = checked(official())
    assert (check.state, counts(check)) == (BulkCheckState.DONE, (3, 1, 1, 0, 1))
    assert (check.total, check.percent, check.refusal) == (3, 100, "")
    rows = result_rows(check)
    assert rows[0] == ["Hasil", "Alasan", "Baris", *HEADINGS.split(",")]
    assert [row[0] for row in rows[1:]] == ["memenuhi syarat", "belum memenuhi", "tidak terbaca"]
    assert ",".join(rows[1][2:]) == ("2,Siti,kur-mikro,23/11/2026,40000000,240000000,tidak,person")
    assert rows[3][1].startswith("Baris 4, kolom “scheme” terbaca “kur-tak-ada”.")
    assert rows[3][3] == "'=1+1"
    assert sheet_rows(check) == rows
    assert check.result_bytes == result_path(check).stat().st_size
    modes = {path.stat().st_mode & 0o777 for path in FILES.folder().iterdir()}
    assert modes == {0o600}


def test_a_column_called_like_one_of_ours_stays_beside_it_in_the_sheet() -> None:
    check = checked(official(), b"Baris,scheme,Hasil\n17,kur-tak-ada,lama\n")
    rows = result_rows(check)
    assert rows[0] == ["Hasil", "Alasan", "Baris", "Baris", "scheme", "Hasil"]
    head, line = sheet_rows(check)
    assert head == ["Hasil", "Alasan", "Baris", "Baris (2)", "scheme", "Hasil (2)"]
    assert line == rows[1]
    assert line[2:] == ["2", "17", "kur-tak-ada", "lama"]


def test_a_result_is_corrected_and_sent_again() -> None:
    person = official()
    first = result_path(checked(person)).read_bytes()
    again = checked(person, first.replace(b"kur-tak-ada", b"kur-mikro"))
    rows = result_rows(again)
    assert rows[0] == ["Hasil", "Alasan", "Baris", *HEADINGS.split(",")]
    assert [row[3] for row in rows[1:]] == ["Siti", "Budi", "'=1+1"]


def test_a_result_is_in_the_language_and_of_the_day_of_its_request() -> None:
    with override("en"):
        check = sent(official(), TABLE.replace(b"2026-11-23", b""))
    with time_machine.travel(clock.now() + timedelta(days=3000)):
        work_all()
    check.refresh_from_db()
    assert (check.state, check.eligible) == (BulkCheckState.DONE, 1)
    assert [row[0] for row in result_rows(check)[1:3]] == ["eligible", "not eligible"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_of_every_make_is_read(encoding: str) -> None:
    check = checked(official(), "scheme;nama\r\nkur-mikro;Café\r\n".encode(encoding))
    assert (check.state, check.read) == (BulkCheckState.DONE, 1)
    assert result_rows(check)[1][4] == "Café"


def test_a_workbook_is_read_and_its_sheet_named() -> None:
    book: Any = openpyxl.Workbook()
    book.active.title = "Calon"
    for line in csv.reader(io.StringIO(TABLE.decode())):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    check = checked(official(), content.getvalue(), "calon.xlsx")
    assert (check.sheet, counts(check)) == ("Calon", (3, 1, 1, 0, 1))
    assert result_rows(check)[1][3] == "Siti"


@pytest.mark.parametrize("killed_after", [0, 1, 2, 3])
def test_a_killed_worker_is_resumed_where_its_last_chunk_ended(
    killed_after: int, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = sent(official(), numbered(7))
    write = GrowingFile.write
    done: list[int] = []

    def write_and_die(self: GrowingFile, content: bytes, *, at: int) -> int:
        # What comes last in the chunk's transaction: everything else has been written.
        end = write(self, content, at=at)
        if len(done) == killed_after:
            raise KeyboardInterrupt
        done.append(at)
        return end

    monkeypatch.setattr(GrowingFile, "write", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    monkeypatch.undo()
    check.refresh_from_db()
    assert (check.state, check.read) == (BulkCheckState.RUNNING, 2 * killed_after)
    assert result_path(check).stat().st_size > check.result_bytes
    assert work_all() == 0
    with time_machine.travel(clock.now() + AFTER_LEASE):
        assert work_all() == 1
    check.refresh_from_db()
    assert (check.state, counts(check)) == (BulkCheckState.DONE, (7, 0, 0, 5, 2))
    assert [row[3] for row in result_rows(check)[1:]] == [str(n) for n in range(7)]
    assert [row[2] for row in result_rows(check)[1:]] == [str(n + 2) for n in range(7)]
    assert sheet_rows(check) == result_rows(check)


def test_a_worker_killed_at_the_sheet_makes_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    check = sent(official())

    def die(path: Any, *_words: Any, **_options: Any) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "write_sheet", die)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    monkeypatch.undo()
    assert not sheet_path(check).exists()
    with time_machine.travel(clock.now() + AFTER_LEASE):
        work_all()
    check.refresh_from_db()
    assert (check.state, counts(check)) == (BulkCheckState.DONE, (3, 1, 1, 0, 1))
    assert sheet_rows(check) == result_rows(check)
    assert len([*FILES.folder().iterdir()]) == 3


def test_a_slice_ends_and_another_person_gets_a_turn(small_chunks: None, settings: Any) -> None:
    settings.BULK_CHECK_SLICE = timedelta(0)
    long, short = sent(official(), numbered(5)), sent(official(), numbered(1))
    order = []
    while work_next():
        order.append(tuple(BulkCheck.objects.order_by("id").values_list("read", flat=True)))
    assert order[:3] == [(2, 0), (2, 1), (4, 1)]
    for check in (long, short):
        check.refresh_from_db()
        assert check.state == BulkCheckState.DONE


def test_a_check_that_is_discarded_meanwhile_ends(
    small_chunks: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    check = sent(official(), numbered(5))
    judge = RowResults.of

    def discard_and_judge(self: RowResults, row: Any) -> Any:
        monkeypatch.setattr(RowResults, "of", judge)
        with django_capture_on_commit_callbacks(execute=True):
            discard_bulk_check(check.person, check.pk)
        return judge(self, row)

    monkeypatch.setattr(RowResults, "of", discard_and_judge)
    assert work_all() == 1
    assert not BulkCheck.objects.exists()
    assert "failed" not in caplog.text
    assert [*FILES.folder().iterdir()] == []


def test_a_check_that_keeps_failing_is_refused(
    monkeypatch: pytest.MonkeyPatch, small_chunks: None
) -> None:
    check = sent(official(), numbered(5))

    def fail(*_words: Any) -> None:
        raise ValueError("3578011708450001")

    monkeypatch.setattr(worker, "_finish", fail)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _attempt in range(MAX_ATTEMPTS + 2):
            work_all()
            traveller.shift(AFTER_LEASE)
    check.refresh_from_db()
    assert check.state == BulkCheckState.REFUSED
    assert check.refusal == "Pemeriksaan gagal berulang kali. Hubungi administrator portal."


def test_an_official_no_more_gets_no_result() -> None:
    check = sent(official())
    Posting.objects.filter(user=check.person).update(valid_to=clock.today() - timedelta(days=1))
    work_all()
    check.refresh_from_db()
    assert (check.state, check.read) == (BulkCheckState.REFUSED, 0)
    assert check.refusal == "Penugasan Anda sebagai petugas sudah berakhir."


def test_a_missing_file_is_told() -> None:
    check = sent(official())
    upload_path(check).unlink()
    work_all()
    check.refresh_from_db()
    assert (check.state, check.refusal) == (
        BulkCheckState.REFUSED,
        "Berkas tidak ada lagi di penyimpanan. Unggah lagi.",
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (MANY_ROWS, "Lebih dari 50.000 baris. Bagi menjadi beberapa berkas."),
        (b"scheme,nama\n" + b"\n" * 50_000, "Berkas ini hanya berisi nama kolom."),
    ],
)
def test_too_many_rows_and_none_are_told_before_any_is_judged(
    content: bytes, refusal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_words: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(RowResults, "of", never)
    check = checked(official(), content)
    assert (check.state, check.read) == (BulkCheckState.REFUSED, 0)
    assert check.refusal.startswith(refusal)


def test_a_workbook_with_too_many_rows_names_the_limit(settings: Any) -> None:
    settings.BULK_CHECK_MAX_ROWS = 3
    book: Any = openpyxl.Workbook()
    for _row in range(5):
        book.active.append(["scheme"])
    content = io.BytesIO()
    book.save(content)
    check = checked(official(), content.getvalue())
    assert check.state == BulkCheckState.REFUSED
    assert "paling banyak 3 baris" in check.refusal


def test_thousands_of_rows_of_an_unknown_scheme_cost_no_query_each(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    check = sent(official(), UNKNOWN_SCHEMES)
    # Eight chunks of five statements, and what is fetched once.
    with django_assert_max_num_queries(80):
        work_all()
    check.refresh_from_db()
    assert counts(check) == (4_000, 0, 0, 0, 4_000)


def test_a_quote_that_is_never_closed_costs_no_row() -> None:
    check = checked(official(), UNCLOSED_QUOTE)
    assert (check.state, check.read) == (BulkCheckState.DONE, 2)
    assert [row[4] for row in result_rows(check)[1:]] == ['"Siti', "Budi"]


def test_huge_cells_cost_one_row_each() -> None:
    long_cell = "a" * 60_000
    over_lines = '"' + "\n".join([long_cell] * 2) + '"'
    rows = [f"{each},kur-mikro" for each in ("b" * 200_000, long_cell, over_lines, "Budi")]
    check = checked(official(), "\n".join(["nama,scheme", *rows]).encode())
    assert (check.state, check.read) == (BulkCheckState.DONE, 4)
    told, cut, joined, whole = result_rows(check)[1:]
    assert "lebih dari 64 KB" in told[1]
    assert [len(row[3]) for row in (cut, joined)] == [32_767, 32_767]
    assert whole[3] == "Budi"
    assert [len(row[3]) for row in sheet_rows(check)[2:4]] == [32_767, 32_767]
