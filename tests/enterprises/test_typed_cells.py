"""Every way of typing a cell gives the same right answer everywhere: file, form and API."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS
from registers.enums import WHOLE_PROVINCE
from registers.services.importing import import_file
from registers.services.reading import read_register
from registers.services.rows import RowChecker
from tests.api.client import V1, client_for, faults
from tests.enterprises.typed_cells import CELLS, TypedCell, label
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
each_cell = pytest.mark.parametrize("cell", CELLS, ids=label)
AMOUNTS = ("owner_capital", "loan_capital", "annual_sales", "workers")
# The API takes JSON's own types and the codes of its choices; a program does not type cells.
STRICT = (*AMOUNTS, "founded_on", "legal_form", "sector", "kbli_version")


def value_of(source: Any, field: str) -> str:
    """Return a field as the table of cases writes it."""
    value = source.regency.code if field == "regency" else getattr(source, field)
    return "" if value is None else str(value)


@each_cell
def test_in_a_register(tmp_path: Path, cell: TypedCell) -> None:
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS)
        writer.writeheader()
        writer.writerow(cell.typed)
    checker = RowChecker([WHOLE_PROVINCE])
    (checked,) = (checker.check(row) for row in read_register(path))
    if cell.code:
        assert [fault.column for fault in checked.faults] == [cell.field]
    else:
        assert checked.faults == ()
        assert checked.valid is not None
        assert value_of(checked.valid.data, cell.field) == cell.right


@pytest.mark.sampled
@each_cell
def test_in_the_form(client: Client, cell: TypedCell) -> None:
    client.force_login(UserFactory())
    answer = client.post("/usaha/daftar/", cell.typed)
    if cell.code:
        assert answer.status_code == 400
        assert [*answer.context["form"].errors] == [cell.field]
        assert not Enterprise.objects.exists()
    else:
        assert answer.status_code == 302
        assert value_of(Enterprise.objects.get(), cell.field) == cell.right


@pytest.mark.sampled
@each_cell
def test_in_the_api(cell: TypedCell) -> None:
    body: dict[str, Any] = {
        name: int(text) if name in AMOUNTS and text.isdigit() else text
        for name, text in cell.typed.items()
        if name != "candidate"
    }
    answer = client_for(UserFactory()).post(f"{V1}/enterprises/", body)
    if cell.code or (cell.field in STRICT and str(body[cell.field]) != cell.right):
        assert answer.status_code == 400, answer.json()
        assert [field for _code, field in faults(answer)] == [cell.field]
        if cell.field not in STRICT and cell.code != "required":
            assert [code for code, _field in faults(answer)] == [cell.code]
    else:
        assert answer.status_code == 201, answer.json()
        assert value_of(Enterprise.objects.get(), cell.field) == cell.right


def test_the_whole_table_as_one_register(tmp_path: Path) -> None:
    """Rows of the same NIK or NIB aside, each is good or bad by its own cell."""
    path, out = tmp_path / "register.csv", tmp_path / "errors.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS)
        writer.writeheader()
        writer.writerows(cell.typed for cell in CELLS)
    report = import_file(path, errors_out=out)
    bad = [cell for cell in CELLS if cell.code]
    assert (report.read, report.created, report.bad) == (
        len(CELLS),
        len(CELLS) - len(bad),
        len(bad),
    )
    with out.open(encoding="utf-8", newline="") as stream:
        listed = [(int(row["line"]), row["column"]) for row in csv.DictReader(stream)]
    assert listed == [(line, cell.field) for line, cell in enumerate(CELLS, 2) if cell.code]
