"""Agency field × region: what an official may see."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import Agency, Posting, User
from accounts.selectors.scope import active_postings, holds, roles_of, scope_filter
from tests.factories.accounts import LONG_AGO, OfficialFactory, UserFactory

pytestmark = pytest.mark.django_db
COOPERATIVES = "cooperatives_sme"


def _agencies(user: User, *roles: Role) -> list[str]:
    """Apply the filter to agencies, which have a field and a regency like any row in scope."""
    scope = scope_filter(user, roles=roles, field_path="field", regency_path="regency")
    return list(Agency.objects.filter(scope).order_by("code").values_list("code", flat=True))


def test_a_regency_official_sees_their_region() -> None:
    user = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    assert _agencies(user, Role.VERIFIER) == ["dinkop-kota-surabaya"]


def test_a_provincial_official_sees_every_region_of_their_field() -> None:
    Agency.objects.create(code="dinkes", name="Dinas Kesehatan", field="health")
    user = OfficialFactory(role=Role.ANALYST, regency=None)
    assert len(_agencies(user, Role.ANALYST)) == 39


def test_only_the_given_roles_count() -> None:
    user = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    assert _agencies(user, Role.DECIDER) == []
    assert _agencies(user) == []


def test_two_postings_add_up() -> None:
    user = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    OfficialFactory(user=user, role=Role.DECIDER, regency="35.15")
    assert _agencies(user, Role.VERIFIER, Role.DECIDER) == [
        "dinkop-kab-sidoarjo",
        "dinkop-kota-surabaya",
    ]
    assert roles_of(user) == {Role.VERIFIER, Role.DECIDER}


@pytest.mark.parametrize(
    "person",
    [
        lambda: UserFactory(),
        lambda: UserFactory(is_superuser=True, is_staff=True),
        lambda: OfficialFactory(is_active=False),
    ],
)
def test_without_a_posting_nothing_is_seen(person: Any) -> None:
    user = person()
    assert _agencies(user, *Role) == []
    assert roles_of(user) == frozenset()


def test_a_visitor_holds_nothing() -> None:
    assert active_postings(AnonymousUser()) == ()
    assert not holds(AnonymousUser(), Role.STAFF, field=COOPERATIVES, regency_code="35.78")


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 2, 28), False),
        (date(2026, 4, 1), False),
    ],
)
def test_a_posting_counts_from_its_first_to_its_last_day(day: date, held: bool) -> None:
    user = UserFactory()
    Posting.objects.create(
        user=user,
        agency=Agency.objects.get(code="dinkop-jatim"),
        role=Role.STAFF,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31),
    )
    assert bool(active_postings(user, day)) is held


@pytest.mark.parametrize(
    ("regency", "role", "field", "code", "held"),
    [
        ("35.78", Role.DECIDER, COOPERATIVES, "35.78", True),
        ("35.78", Role.DECIDER, COOPERATIVES, "35.15", False),
        ("35.78", Role.VERIFIER, COOPERATIVES, "35.78", False),
        ("35.78", Role.DECIDER, "health", "35.78", False),
        (None, Role.DECIDER, COOPERATIVES, "35.15", True),
    ],
)
def test_a_role_is_held_in_its_field_and_region(
    regency: str | None, role: Role, field: str, code: str, held: bool
) -> None:
    user = OfficialFactory(role=Role.DECIDER, regency=regency)
    assert holds(user, role, field=field, regency_code=code) is held


def test_postings_are_queried_once(django_assert_num_queries: Any) -> None:
    user = User.objects.get(pk=OfficialFactory().pk)
    with django_assert_num_queries(1):
        roles_of(user)
        assert active_postings(user)[0].agency.field == COOPERATIVES
        scope_filter(user, roles=[Role.VERIFIER])


def test_the_same_role_is_held_once_at_an_agency() -> None:
    user = OfficialFactory()
    assert active_postings(user)[0].valid_from == LONG_AGO
    with pytest.raises(Exception, match="posting_open_unique"):
        OfficialFactory(user=user)
