"""Importing a register by command: counts, reasons, repeats."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from enterprises.models import Enterprise
from registers.enums import RunState
from registers.models import RegisterRun, RegisterSeen
from registers.services import chunks
from registers.services.chunks import ChunkOutcome
from registers.services.importing import ImportReport, Progress, import_file
from tests.factories.enterprises import (
    EnterpriseFactory,
    invented_nib,
    invented_nik,
    owned_enterprise,
    typed_enterprise,
)
from tests.registers.files import register_of

pytestmark = pytest.mark.django_db
# Savepoints and what is in them: the run, numbers looked up and indexed, rows, end of the run.
QUERIES = 17
SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "register_sample.csv"


def counts(report: ImportReport) -> tuple[int, ...]:
    """Return read, created, updated, unchanged, bad."""
    return report.read, report.created, report.updated, report.unchanged, report.bad


def faults(path: Path, tmp_path: Path) -> list[tuple[str, str]]:
    out = tmp_path / "errors.csv"
    import_file(path, errors_out=out)
    with out.open(encoding="utf-8", newline="") as stream:
        return [(row["line"], row["column"]) for row in csv.DictReader(stream)]


def test_good_rows_are_created_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = register_of(tmp_path, *(typed_enterprise(number) for number in range(5)), delimiter=";")
    assert counts(import_file(path)) == (5, 5, 0, 0, 0)
    before = list(Enterprise.objects.order_by("pk").values())
    assert counts(import_file(path)) == (5, 0, 0, 5, 0)
    assert list(Enterprise.objects.order_by("pk").values()) == before
    assert before[0]["regency_id"] == "35.78"
    assert Enterprise.objects.order_by("pk")[0].nik == invented_nik(500)


def test_other_values_update(tmp_path: Path) -> None:
    import_file(register_of(tmp_path, typed_enterprise(0), typed_enterprise(1)))
    changed = typed_enterprise(1, name="Nama Baru", regency="KAB. SIDOARJO", npwp="", phone="")
    path = register_of(tmp_path, typed_enterprise(0), changed)
    assert counts(import_file(path)) == (2, 0, 1, 1, 0)
    stored = Enterprise.objects.get(nib=changed["nib"])
    assert (stored.name, stored.regency_id, stored.npwp, stored.phone) == (
        "Nama Baru",
        "35.15",
        "",
        "",
    )
    assert stored.nik == changed["nik"]
    assert counts(import_file(path)) == (2, 0, 0, 2, 0)


def test_a_register_states_what_it_says_and_only_what_it_changed(tmp_path: Path) -> None:
    with time_machine.travel("2026-03-03T03:00:00Z", tick=False):
        import_file(register_of(tmp_path, typed_enterprise(0, phone="")))
    stored = Enterprise.objects.get()
    first = {"by": "register", "on": "2026-03-03"}
    assert {*map(str, stored.stated.values())} == {str(first)}
    # No loan was mentioned, and no number of a telephone.
    assert {"phone", "loan_capital", "sku_number", "candidate"} & stored.stated.keys() == set()
    with time_machine.travel("2026-04-04T03:00:00Z", tick=False):
        import_file(register_of(tmp_path, typed_enterprise(0, phone="", workers="9", npwp="")))
    expected = {name: first for name in stored.stated if name != "npwp"}
    stored.refresh_from_db()
    assert stored.stated == expected | {"workers": {"by": "register", "on": "2026-04-04"}}


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    path = register_of(tmp_path, typed_enterprise(0), typed_enterprise(1, name=" "))
    assert counts(import_file(path, dry_run=True)) == (2, 1, 0, 0, 1)
    assert Enterprise.objects.count() == 0


def test_an_earlier_row_counts_also_when_it_is_bad(tmp_path: Path) -> None:
    path = register_of(
        tmp_path,
        typed_enterprise(0, name=""),
        typed_enterprise(1, nib="'" + invented_nib(500_000)),
        typed_enterprise(2, nik="'" + invented_nik(500)),
        typed_enterprise(3),
    )
    assert faults(path, tmp_path) == [("2", "name"), ("3", "nib"), ("4", "nik")]
    assert Enterprise.objects.get().nib == invented_nib(500_003)
    out = (tmp_path / "errors.csv").read_text(encoding="utf-8")
    assert "NIB ini sudah ada di baris 2 berkas ini." in out
    assert "NIK ini sudah ada di baris 2 berkas ini." in out


def test_one_director_may_stand_behind_several_companies(tmp_path: Path) -> None:
    nik = invented_nik(500)
    path = register_of(
        tmp_path,
        typed_enterprise(0),
        typed_enterprise(1, nik=nik, legal_form="pt"),
        typed_enterprise(2, nik=nik, legal_form="koperasi"),
    )
    assert counts(import_file(path)) == (3, 3, 0, 0, 0)


def test_a_number_of_another_record_is_a_bad_row_that_names_it(tmp_path: Path) -> None:
    _owner, existing = owned_enterprise()
    path = register_of(
        tmp_path,
        typed_enterprise(0, nib=existing.nib),
        typed_enterprise(1, nik=existing.nik),
        typed_enterprise(2, nik=existing.nik, legal_form="cv"),
    )
    assert faults(path, tmp_path) == [("2", "nib"), ("3", "nik")]
    out = (tmp_path / "errors.csv").read_text(encoding="utf-8")
    assert f"usaha nomor {existing.pk}." in out
    assert f"dengan NIB {existing.nib}." in out
    assert existing.nik not in out


def test_the_list_of_errors_is_neutral_and_holds_no_nik(tmp_path: Path) -> None:
    bad = typed_enterprise(0, name="", nik="3578011708450000", owner_capital="=1+1")
    path = register_of(tmp_path, bad)
    out = tmp_path / "errors.csv"
    assert counts(import_file(path, errors_out=out)) == (1, 0, 0, 0, 1)
    text = out.read_text(encoding="utf-8")
    assert text.startswith("line,column,reason\n2,name,Nama usaha belum diisi. Isi kolom ini.\n")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == [
        "name",
        "nik",
        "owner_capital",
    ]
    assert "3578011708450000" not in text


def test_chunks_follow_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)
    seen: list[Progress] = []
    rows = [typed_enterprise(number) for number in (0, 1, 2, 0, 3)]
    path = register_of(tmp_path, *rows)
    report = import_file(path, progress=seen.append)
    assert counts(report) == (5, 4, 0, 0, 1)
    assert [at.rows for at in seen] == [2, 4, 5]
    assert seen[-1].offset == path.stat().st_size


def test_chunks_are_bounded_by_bytes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 300)
    seen: list[Progress] = []
    rows = [typed_enterprise(number) for number in range(5)]
    import_file(register_of(tmp_path, *rows), progress=seen.append)
    assert [at.rows for at in seen] == [3, 5]


def test_queries_grow_with_chunks_and_not_with_rows(
    tmp_path: Path, django_assert_num_queries: Any
) -> None:
    for size in (1, 3):
        path = register_of(tmp_path, *(typed_enterprise(100 * size + n) for n in range(size)))
        with django_assert_num_queries(QUERIES):
            import_file(path)


def test_a_registration_in_between_is_seen_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def racing(rows: list[Any], **rest: Any) -> ChunkOutcome:
        calls.append(len(rows))
        if len(calls) == 1:
            raise IntegrityError
        return ChunkOutcome(unchanged=len(rows))

    monkeypatch.setattr(chunks, "write_chunk", racing)
    report = import_file(register_of(tmp_path, typed_enterprise(0)))
    assert (counts(report), calls) == ((1, 0, 0, 1, 0), [1, 1])


def test_an_import_is_listed_and_a_dry_run_leaves_nothing(tmp_path: Path) -> None:
    path = register_of(tmp_path, typed_enterprise(0))
    import_file(path, dry_run=True)
    assert RegisterRun.objects.count() == RegisterSeen.objects.count() == 0
    import_file(path)
    run = RegisterRun.objects.get()
    assert (run.filename, run.state, run.regions) == ("register.csv", RunState.IMPORTED, ["*"])
    assert (run.stored_name, run.uploaded_by, run.claim) == ("", None, None)
    assert RegisterSeen.objects.count() == 0


def test_an_interrupted_run_keeps_what_it_wrote_and_is_finished_by_repeating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)
    path = register_of(tmp_path, *(typed_enterprise(number) for number in range(4)))

    def interrupt(at: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, progress=interrupt)
    run = RegisterRun.objects.get()
    assert (run.state, run.reason, run.read) == (RunState.STOPPED, "command_died", 2)
    assert (Enterprise.objects.count(), RegisterSeen.objects.count()) == (2, 0)
    assert counts(import_file(path)) == (4, 2, 0, 2, 0)


def test_the_command_ends_with_one_line_of_json(tmp_path: Path) -> None:
    path = register_of(tmp_path, typed_enterprise(0), typed_enterprise(1, nib="1"))
    out, errors = io.StringIO(), tmp_path / "out.csv"
    call_command("import_enterprises", path, "--errors", errors, stdout=out, stderr=io.StringIO())
    report = {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "bad": 1}
    assert json.loads(out.getvalue().splitlines()[-1]) == report
    assert errors.read_text(encoding="utf-8").startswith("line,column,reason\n3,nib,")


def test_the_command_names_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("nama\n")
    with pytest.raises(CommandError, match="Kolom ini tidak dikenal: nama"):
        call_command("import_enterprises", path)
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command(
            "import_enterprises",
            register_of(tmp_path, typed_enterprise()),
            "--errors",
            tmp_path / "no" / "out.csv",
            stderr=io.StringIO(),
        )


@pytest.mark.skipif(not SAMPLE.exists(), reason="register_sample.csv is not beside the project")
def test_the_sample_register_gives_exactly_its_good_rows(tmp_path: Path) -> None:
    out = tmp_path / "errors.csv"
    assert counts(import_file(SAMPLE, errors_out=out)) == (1500, 1093, 0, 0, 407)
    assert Enterprise.objects.count() == 1093
    with out.open(encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    assert len({row["line"] for row in listed}) == len(listed) == 407
    assert Counter(row["column"] for row in listed) == {
        "nik": 158,
        "nib": 68,
        "annual_sales": 57,
        "name": 38,
        "npwp": 34,
        "founded_on": 33,
        "regency": 19,
    }
    assert counts(import_file(SAMPLE)) == (1500, 0, 0, 1093, 407)


def test_a_faulty_register_of_our_own_gives_exactly_its_good_rows(tmp_path: Path) -> None:
    bad: list[dict[str, Any]] = [
        {"nik": "357801170845001"},
        {"nik": "3578010018450001"},
        {"nik": "3578013208450002"},
        {"nik": "3578014008450003"},
        {"nik": "3578017208450004"},
        {"nik": "3578018508450005"},
        {"nik": "3578011713450006"},
        {"nik": "3578011708450000"},
        {"npwp": "131752951565000"},
        {"nib": "123456789012"},
        {"regency": "Kabupaten Atlantis"},
        {"regency": ""},
        {"annual_sales": "-5000000"},
        {"annual_sales": "banyak"},
        {"founded_on": "31/02/2019"},
        {"founded_on": "2031-01-01"},
        {"founded_on": "kemarin"},
        {"nik": "'" + invented_nik(500)},
        {"nib": "'" + invented_nib(500_000)},
        {"name": "   "},
    ]
    good: list[dict[str, Any]] = [
        {},
        {"regency": "3578", "annual_sales": "Rp 6.253.000.000,00", "founded_on": "2006-02-27"},
        {"regency": "KAB. BANYUWANGI", "nik": "'" + invented_nik(502), "npwp": ""},
        {"regency": "Kabupaten Jember", "name": '"Batik Ayu', "owner_capital": "1500000"},
    ]
    rows = [typed_enterprise(number, **changes) for number, changes in enumerate(good + bad)]
    path = register_of(tmp_path, *rows)
    lines = [line for line, _column in faults(path, tmp_path)]
    assert lines == [str(number) for number in range(len(good) + 2, len(rows) + 2)]
    assert Enterprise.objects.count() == len(good)


def test_a_row_with_the_numbers_of_a_factory_row_updates_it(tmp_path: Path) -> None:
    existing = EnterpriseFactory()
    path = register_of(tmp_path, typed_enterprise(nib=existing.nib, nik=existing.nik))
    assert counts(import_file(path)) == (1, 0, 1, 0, 0)


def test_people_without_nib_are_known_by_their_nik(tmp_path: Path) -> None:
    letter = typed_enterprise(0, nib="", sku_number="470/12/2026")
    begins = typed_enterprise(1, nib="", candidate="ya", founded_on="", annual_sales="", workers="")
    path = register_of(tmp_path, letter, begins)
    assert counts(import_file(path)) == (2, 2, 0, 0, 0)
    assert counts(import_file(path)) == (2, 0, 0, 2, 0)
    first, second = Enterprise.objects.order_by("pk")
    assert (first.nib, first.sku_number, second.candidate) == (None, "470/12/2026", True)


def test_a_nib_is_added_to_the_row_of_that_nik(tmp_path: Path) -> None:
    import_file(register_of(tmp_path, typed_enterprise(0, nib="", sku_number="470/12/2026")))
    before = Enterprise.objects.get()
    assert counts(import_file(register_of(tmp_path, typed_enterprise(0)))) == (1, 0, 1, 0, 0)
    after = Enterprise.objects.get()
    assert (after.pk, after.nib) == (before.pk, invented_nib(500_000))


def test_a_row_without_nib_never_takes_one_away(tmp_path: Path) -> None:
    import_file(register_of(tmp_path, typed_enterprise(0)))
    path = register_of(tmp_path, typed_enterprise(0, nib="", sku_number="470/12/2026"))
    assert faults(path, tmp_path) == [("2", "nik")]
    assert Enterprise.objects.get().nib == invented_nib(500_000)


def test_the_same_nik_twice_in_a_file_is_a_bad_row(tmp_path: Path) -> None:
    letter = typed_enterprise(0, nib="", sku_number="470/12/2026")
    assert faults(register_of(tmp_path, letter, letter), tmp_path) == [("3", "nik")]


def test_old_registers_without_the_two_columns_are_still_read(tmp_path: Path) -> None:
    row = typed_enterprise(0)
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert counts(import_file(path)) == (1, 1, 0, 0, 0)


def without(path: Path, row: dict[str, Any], *absent: str) -> Path:
    """Write a register of one row that has no columns for the fields `absent`."""
    left = {name: text for name, text in row.items() if name not in absent}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(left))
        writer.writeheader()
        writer.writerow(left)
    return path


def test_what_a_file_has_no_column_for_stays_as_it_is(tmp_path: Path) -> None:
    row = typed_enterprise(0, sku_number="470/12/2026", loan_capital="5000000")
    import_file(register_of(tmp_path, row))
    before = Enterprise.objects.values().get()
    optional = ("sku_number", "candidate", "npwp", "phone", "loan_capital")
    path = without(tmp_path / "narrow.csv", row, *optional)
    assert counts(import_file(path)) == (1, 0, 0, 1, 0)
    assert Enterprise.objects.values().get() == before
    renamed = without(tmp_path / "narrow.csv", row | {"name": "Nama Baru"}, *optional)
    assert counts(import_file(renamed)) == (1, 0, 1, 0, 0)
    after = Enterprise.objects.get()
    assert (after.name, after.npwp, after.sku_number) == ("Nama Baru", row["npwp"], "470/12/2026")
    assert (after.phone, after.loan_capital) == (before["phone"], 5_000_000)
    # A column that is there and empty empties the field, as before.
    emptied = register_of(tmp_path, row | {"sku_number": "", "phone": ""})
    assert counts(import_file(emptied)) == (1, 0, 1, 0, 0)
    after.refresh_from_db()
    assert (after.sku_number, after.phone, after.npwp) == ("", "", row["npwp"])


def test_a_candidate_whose_sku_has_no_column_is_a_bad_row(tmp_path: Path) -> None:
    row = typed_enterprise(0, nib="", sku_number="470/12/2026")
    import_file(register_of(tmp_path, row))
    begins = row | {"candidate": "ya", "founded_on": "", "annual_sales": "", "workers": ""}
    path = without(tmp_path / "narrow.csv", begins, "sku_number")
    assert faults(path, tmp_path) == [("2", "candidate")]
    # The letter stays when the NIB comes.
    numbered = without(tmp_path / "narrow.csv", typed_enterprise(0), "sku_number", "candidate")
    assert counts(import_file(numbered)) == (1, 0, 1, 0, 0)
    assert Enterprise.objects.get().sku_number == "470/12/2026"
