"""Templates for the check of potential debtors: in words, and eligible as they are."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client

from common.dates import clock
from common.files.tables import csv_chunks
from programs.admin.bulk_template import in_text, template_table
from programs.kinds.registry import kinds
from programs.selectors.catalogue import editions_in_force
from programs.services.bulk_check.checking import check_file
from tests.programs.spreadsheets import checked, counts, official, result_rows

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/kelayakan/"
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(official())
    return client


def test_the_template_of_every_scheme_is_judged_eligible_as_it_is(tmp_path: Path) -> None:
    editions = list(editions_in_force(clock.today()))
    assert {edition.scheme.kind for edition in editions} == {kind.code for kind in kinds()}
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    for edition in editions:
        headings, example = template_table(edition)
        source.write_bytes(b"".join(csv_chunks(headings, [in_text(example)])))
        report = check_file(source, out, in_words=True)
        assert (report.read, report.eligible) == (1, 1), out.read_text()
        with out.open(encoding="utf-8", newline="") as stream:
            _head, (_result, reasons, *_cells) = csv.reader(stream)
        # Not even a rule that only warns objects to it.
        assert reasons == "", edition.scheme.code
        assert not ISO_DAY.search(out.read_text()), edition.scheme.code


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_template_that_was_downloaded_is_accepted_as_it_is(
    desk: Client, file_format: str
) -> None:
    content = desk.get(f"{ADDRESS}templat/kur-mikro/{file_format}/").content
    check = checked(official(), content, f"templat.{file_format}")
    assert counts(check) == (1, 1, 0, 0, 0)
    # Days of a workbook come in ISO; people read them as they write them.
    assert not ISO_DAY.search(str(result_rows(check)))


def test_the_template_has_the_columns_of_the_scheme_in_words(desk: Client) -> None:
    answer = desk.get(f"{ADDRESS}templat/kur-mikro/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="kelayakan-kur-mikro.csv"'
    head, example = csv.reader(io.StringIO(answer.content.decode()))
    assert head[:3] == ["Nama", "Skema", "Per tanggal"]
    assert len({*head}) == len(head)
    assert example[1] == "KUR Mikro"
    assert example[2] == f"{clock.today():%d/%m/%Y}"
    started = example[head.index("Tanggal mulai usaha")]
    assert re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", started)
    assert not [name for name in head if "_" in name]


@pytest.mark.parametrize("path", ["kur-mikro/pdf/", "tidak-ada/csv/"])
def test_there_is_no_other_template(desk: Client, path: str) -> None:
    assert desk.get(f"{ADDRESS}templat/{path}").status_code == 404
