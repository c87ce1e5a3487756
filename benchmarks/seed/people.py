"""Owners, helpers and officials of the synthetic register; no password opens their accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from accounts.enums import REVIEW_ROLES, AgencyKind, Role
from accounts.models import Agency, Posting, User
from benchmarks.seed.names import person_name
from benchmarks.seed.plan import SeedPlan
from reference.enums import AgencyField

USER_COLUMNS: Final = (
    "id",
    "password",
    "is_superuser",
    "email",
    "name",
    "is_active",
    "is_staff",
    "is_helper",
    "date_joined",
)
MEMBER_COLUMNS: Final = ("enterprise_id", "user_id", "role", "since")
DOMAIN: Final = "skala.example"
_JOINED: Final = "2023-01-02 08:00:00+07"
_PER_ROLE: Final = 2
_ROLES: Final = (Role.VERIFIER, Role.ANALYST, Role.DECIDER)
# What Django writes for an account without a password.
_NO_PASSWORD: Final = "!synthetic"


@dataclass(frozen=True)
class Official:
    """An official to create; `regency` is empty for the province."""

    email: str
    name: str
    role: Role
    regency: str


def applicant_lines(plan: SeedPlan) -> Iterator[str]:
    """Yield the lines for COPY of owners and helpers."""
    rng = Random(f"{plan.seed} people")
    for number in range(plan.owners + plan.helpers):
        is_helper = number >= plan.owners
        label = "pendamping" if is_helper else "pemilik"
        yield (
            f"{plan.first_user + number}\t{_NO_PASSWORD}\tf\t{label}.{number + 1}@{DOMAIN}\t"
            f"{person_name(rng)}\tt\tf\t{'t' if is_helper else 'f'}\t{_JOINED}"
            f"{plan.line_ends['user']}"
        )


def member_lines(plan: SeedPlan) -> Iterator[str]:
    """Yield the lines for COPY of the people who act for enterprises."""
    for position in range(plan.applicants):
        enterprise = plan.applicant(position)
        member = plan.member(enterprise)
        if member is not None:
            user, role = member
            yield f"{enterprise + 1}\t{user}\t{role}\t{_JOINED}{plan.line_ends['member']}"


def create_officials(plan: SeedPlan) -> None:
    """Create two officials of each reviewing role in every regency, and those of the province.

    Fills `plan.people`.
    """
    rng = Random(f"{plan.seed} officials")
    agencies = {
        agency.regency_id or "": agency
        for agency in Agency.objects.filter(
            kind=AgencyKind.OFFICE, field=AgencyField.COOPERATIVES
        ).order_by("-code")
    }
    officials = list(_officials(rng, [code for code, _name in plan.regencies if code in agencies]))
    users = User.objects.bulk_create(
        User(
            email=each.email,
            name=each.name,
            password=_NO_PASSWORD,
            is_staff=True,
            is_superuser=each.role == Role.ADMIN,
        )
        for each in officials
    )
    Posting.objects.bulk_create(
        Posting(
            user=user,
            agency=agencies[each.regency],
            role=each.role,
            valid_from=plan.first_day,
        )
        for each, user in zip(officials, users, strict=True)
    )
    for each, user in zip(officials, users, strict=True):
        if each.role in REVIEW_ROLES and each.regency:
            plan.people.setdefault((str(each.role), each.regency), []).append(user.pk)


def _officials(rng: Random, regencies: list[str]) -> Iterator[Official]:
    for code in regencies:
        for role in _ROLES:
            for number in range(1, _PER_ROLE + 1):
                email = f"{role}.{code.replace('.', '')}.{number}@{DOMAIN}"
                yield Official(email, person_name(rng), role, code)
    for role in (*_ROLES, Role.STAFF, Role.ADMIN):
        yield Official(f"{role}.jatim@{DOMAIN}", person_name(rng), role, "")
