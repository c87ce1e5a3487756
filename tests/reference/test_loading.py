"""The loader is repeatable and keeps verified figures."""

from datetime import date

import pytest

from reference.models import Kbli, LegalParameter, Regency
from reference.selectors.kbli import find_kbli
from reference.services.loading import load_reference
from reference.services.parameters import save_parameter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def _counts() -> tuple[int, int, int]:
    return Regency.objects.count(), Kbli.objects.count(), LegalParameter.objects.count()


def test_loading_twice_changes_nothing() -> None:
    before = _counts()
    load_reference()
    assert _counts() == before == (38, 74, 19)


def test_an_unverified_figure_follows_the_file() -> None:
    LegalParameter.objects.filter(key="correction.answer").update(value="3")
    load_reference()
    assert LegalParameter.objects.get(key="correction.answer").value == "10"


def test_a_verified_figure_is_kept() -> None:
    row = LegalParameter.objects.get(key="correction.answer")
    row.value, row.valid_from = "14", date(2021, 6, 1)
    save_parameter(row, by=UserFactory())
    load_reference()
    row = LegalParameter.objects.get(key="correction.answer")
    assert (row.value, row.valid_from, row.is_verified) == ("14", date(2021, 6, 1), True)


@pytest.mark.parametrize(
    ("code", "version", "sector"),
    [
        ("31001", "2020", "furniture"),
        ("31011", "2025", "furniture"),
        ("10794", "2020", "agribusiness"),
        ("96230", "2025", "spa"),
    ],
)
def test_codes_of_both_editions(code: str, version: str, sector: str) -> None:
    kbli = find_kbli(code, version)
    assert kbli is not None
    assert kbli.sector == sector


def test_an_unknown_code_is_none() -> None:
    assert find_kbli("31001", "2025") is None
