"""Editions move to the days of the files together, and never where one of them is in use."""

from datetime import date

import pytest

from programs.models import Edition
from programs.services.loading import load_schemes
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
BEFORE = {"2025": date(2025, 12, 31), "2026": date(2026, 1, 1)}


def days() -> list[tuple[date, date | None]]:
    rows = Edition.objects.filter(scheme__code="kur-mikro").order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))


def _older_home() -> None:
    """Give the editions of 2025 and 2026 the days that they had before their correction."""
    editions = Edition.objects.filter(scheme__code="kur-mikro")
    editions.filter(code="2025").update(valid_to=BEFORE["2025"])
    editions.filter(code="2026").update(valid_from=BEFORE["2026"])


def test_days_of_editions_that_nobody_used_follow_the_files() -> None:
    of_the_files = days()
    _older_home()
    assert days() != of_the_files
    load_schemes()
    assert days() == of_the_files


def test_an_edition_in_use_keeps_its_days_and_so_do_its_neighbours() -> None:
    _older_home()
    make_application(cast_of(), state="submitted")
    older = days()
    load_schemes()
    assert days() == older
