"""Owners, helpers and officials of the synthetic register; nobody can sign in with a password."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from accounts.enums import REVIEW_ROLES, Role
from accounts.models import Agency, Posting, User
from benchmarks.seed.names import person_name
from benchmarks.seed.world import World
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
    """An official to be: `regency` is empty for the province."""

    email: str
    name: str
    role: Role
    regency: str


def applicant_lines(world: World) -> Iterator[str]:
    """The lines for COPY of owners and helpers."""
    rng = Random(f"{world.seed} people")
    for number in range(world.owners + world.helpers):
        is_helper = number >= world.owners
        word = "pendamping" if is_helper else "pemilik"
        yield (
            f"{world.first_user + number}\t{_NO_PASSWORD}\tf\t{word}.{number + 1}@{DOMAIN}\t"
            f"{person_name(rng)}\tt\tf\t{'t' if is_helper else 'f'}\t{_JOINED}{world.tails['user']}"
        )


def member_lines(world: World) -> Iterator[str]:
    """The lines for COPY of who acts for which enterprise."""
    for position in range(world.applicants):
        enterprise = world.applicant(position)
        member = world.member(enterprise)
        if member is not None:
            user, role = member
            yield f"{enterprise + 1}\t{user}\t{role}\t{_JOINED}{world.tails['member']}"


def create_officials(world: World) -> None:
    """Two of each reviewing role in every regency, and the province's own; fills `world.people`."""
    rng = Random(f"{world.seed} officials")
    agencies = {
        agency.regency_id or "": agency
        for agency in Agency.objects.filter(field=AgencyField.COOPERATIVES).order_by("-code")
    }
    wanted = list(_officials(rng, [code for code, _name in world.regencies if code in agencies]))
    users = User.objects.bulk_create(
        User(
            email=each.email,
            name=each.name,
            password=_NO_PASSWORD,
            is_staff=True,
            is_superuser=each.role == Role.ADMIN,
        )
        for each in wanted
    )
    first = min(edition.first for edition in world.editions)
    Posting.objects.bulk_create(
        Posting(
            user=user,
            agency=agencies[each.regency],
            role=each.role,
            valid_from=world.today.fromordinal(first),
        )
        for each, user in zip(wanted, users, strict=True)
    )
    for each, user in zip(wanted, users, strict=True):
        if each.role in REVIEW_ROLES and each.regency:
            world.people.setdefault((str(each.role), each.regency), []).append(user.pk)


def _officials(rng: Random, regencies: list[str]) -> Iterator[Official]:
    for code in regencies:
        for role in _ROLES:
            for number in range(1, _PER_ROLE + 1):
                email = f"{role}.{code.replace('.', '')}.{number}@{DOMAIN}"
                yield Official(email, person_name(rng), role, code)
    for role in (*_ROLES, Role.STAFF, Role.ADMIN):
        yield Official(f"{role}.jatim@{DOMAIN}", person_name(rng), role, "")
