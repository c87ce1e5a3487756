"""Legal parameters by day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import Conflict
from reference.models import LegalParameter
from reference.selectors.parameters import (
    MissingParameterError,
    Thresholds,
    number,
    parameter,
    thresholds,
)
from reference.selectors.regions import regency
from reference.services.parameters import save_parameter
from tests.factories.accounts import UserFactory
from tests.factories.reference import LegalParameterFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_thresholds_of_pp_7_2021() -> None:
    assert thresholds("capital", TODAY) == Thresholds(10**9, 5 * 10**9, 10 * 10**9)
    assert thresholds("sales", TODAY) == Thresholds(2 * 10**9, 15 * 10**9, 50 * 10**9)


def test_thresholds_run_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        thresholds("sales", TODAY)


def test_before_the_regulation_there_is_no_threshold() -> None:
    assert thresholds("capital", date(2021, 2, 2)).micro == 10**9
    with pytest.raises(MissingParameterError, match=r"umkm\.capital\.micro .* 2021-02-01"):
        thresholds("capital", date(2021, 2, 1))


def test_an_empty_threshold_is_missing() -> None:
    LegalParameter.objects.filter(key="umkm.sales.small").update(value="")
    with pytest.raises(MissingParameterError, match=r"umkm\.sales\.small"):
        thresholds("sales", TODAY)


def test_objection_and_correction_periods() -> None:
    assert (number("objection.file", TODAY), number("objection.answer", TODAY)) == (21, 10)
    assert parameter("objection.file", TODAY).is_verified
    assert number("correction.answer", TODAY) == 10
    assert not parameter("correction.answer", TODAY).is_verified


def test_the_row_of_the_day_is_taken() -> None:
    LegalParameterFactory(
        key="test.rate", value="7", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31)
    )
    LegalParameterFactory(key="test.rate", value="6", valid_from=date(2026, 1, 1))
    assert number("test.rate", date(2025, 12, 31)) == 7
    assert number("test.rate", date(2026, 1, 1)) == 6
    with pytest.raises(MissingParameterError):
        number("test.rate", date(2024, 12, 31))


def test_a_regency_may_differ() -> None:
    surabaya, sidoarjo = regency("35.78"), regency("35.15")
    LegalParameterFactory(key="test.days", value="10")
    LegalParameterFactory(key="test.days", value="7", regency=surabaya)
    assert parameter("test.days", TODAY, surabaya).value == "7"
    assert parameter("test.days", TODAY, sidoarjo).value == "10"
    assert parameter("test.days", TODAY).value == "10"


def test_two_rows_are_never_in_force_on_one_day() -> None:
    LegalParameterFactory(key="test.days", valid_to=TODAY)
    with pytest.raises(IntegrityError, match="legal_parameter_no_overlap"), transaction.atomic():
        LegalParameterFactory(key="test.days", valid_from=TODAY)
    LegalParameterFactory(key="test.days", valid_from=TODAY + timedelta(days=1))
    with pytest.raises(IntegrityError, match="legal_parameter_dates"), transaction.atomic():
        LegalParameterFactory(valid_from=TODAY, valid_to=TODAY - timedelta(days=1))


def test_a_span_that_overlaps_is_refused_with_the_words_of_the_form() -> None:
    row = LegalParameterFactory.build(key="objection.file", regency=None)
    with pytest.raises(Conflict, match="spans_overlap") as refused:
        save_parameter(row, by=UserFactory())
    assert refused.value.message.startswith("Ketentuan ini sudah mempunyai nilai pada masa")
    late = LegalParameterFactory.build(valid_from=TODAY, valid_to=TODAY - timedelta(days=1))
    with pytest.raises(IntegrityError, match="legal_parameter_dates"), transaction.atomic():
        save_parameter(late, by=UserFactory())
