"""Products and weeks of enterprises."""

from datetime import date, timedelta
from typing import Any

import factory

from accounts.models import User
from common.dates import clock
from enterprises.enums import CapacitySource, CredentialStatus, Incoterm
from enterprises.models import (
    CapacityWeek,
    Credential,
    Enterprise,
    Product,
    ProductCertificate,
)
from enterprises.policies.capacity import weeks_from
from reference.enums import KbliVersion, Sector
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory


class ProductFactory(factory.django.DjangoModelFactory[Product]):
    """A rattan chair, forty a week, that is not in the catalogue."""

    class Meta:
        model = Product

    enterprise = factory.SubFactory(EnterpriseFactory)
    name_id = factory.Sequence(lambda number: f"Kursi rotan {number}")
    name_en = factory.Sequence(lambda number: f"Rattan chair {number}")
    sector = Sector.FURNITURE
    hs_code = "94015300"
    kbli = "31002"
    kbli_version = KbliVersion.KBLI_2020
    material_id = "rotan manau"
    material_en = "manau rattan"
    price = 450_000
    incoterm = Incoterm.FOB
    moq = 20
    sample_days = 10
    production_days = 21
    weekly_capacity = 40
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.SelfAttribute("created_at")


class CapacityWeekFactory(factory.django.DjangoModelFactory[CapacityWeek]):
    """A week that its owner keeps wholly free."""

    class Meta:
        model = CapacityWeek

    enterprise = factory.SubFactory(EnterpriseFactory)
    week = factory.LazyFunction(lambda: next_weeks(1)[0])
    free_thousandths = 1000
    stated_at = factory.LazyFunction(clock.now)
    stated_by = factory.SubFactory(UserFactory)
    source = CapacitySource.OWNER


def next_weeks(count: int) -> list[date]:
    """Return the Mondays of the next weeks, without this one."""
    return weeks_from(clock.today(), count + 1)[1:]


def free_weeks(enterprise: Enterprise, count: int, *, by: User, **fields: Any) -> list[date]:
    """State the next weeks of an enterprise, wholly free unless `fields` say otherwise."""
    weeks = next_weeks(count)
    CapacityWeek.objects.bulk_create(
        CapacityWeekFactory.build(enterprise=enterprise, week=week, stated_by=by, **fields)
        for week in weeks
    )
    return weeks


def certified(product: Product, *, days: int = 100, number: str = "ID123") -> Credential:
    """Record a halal certificate with which the product is sold."""
    credential = Credential.objects.create(
        enterprise=product.enterprise,
        source=f"uji:{number}",
        kind="halal-reguler",
        number=number,
        holder="Nama Pemegang Rahasia",
        issuer="BPJPH",
        issued_on=clock.today() - timedelta(days=400),
        valid_until=clock.today() + timedelta(days=days),
        status=CredentialStatus.VALID,
        issued_here=False,
    )
    ProductCertificate.objects.create(product=product, credential=credential)
    return credential
