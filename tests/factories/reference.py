"""Rows of reference data in addition to those that every test database has."""

from datetime import date

import factory

from reference.enums import Confidence
from reference.models import HolidayOverride, LegalParameter


class HolidayOverrideFactory(factory.django.DjangoModelFactory[HolidayOverride]):
    """A closed day, unless `is_working`."""

    class Meta:
        model = HolidayOverride

    date = date(2026, 12, 9)
    is_working = False
    name = "Pemungutan suara"
    legal_basis = "Keppres contoh"


class LegalParameterFactory(factory.django.DjangoModelFactory[LegalParameter]):
    """A province-wide figure, not verified."""

    class Meta:
        model = LegalParameter

    key = factory.Sequence(lambda number: f"test.parameter_{number}")
    value = "1"
    unit = "hari kerja"
    valid_from = date(2020, 1, 1)
    confidence = Confidence.LOW
