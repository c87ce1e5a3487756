"""One person per role of the access matrix."""

from accounts.enums import Role
from accounts.models import Agency, Posting, User
from enterprises.models import Enterprise
from enterprises.services.registration import open_membership
from reference.enums import AgencyField
from tests.factories.accounts import (
    LONG_AGO,
    HelperFactory,
    OfficialFactory,
    UserFactory,
    agency_for,
)

HERE, ELSEWHERE = "35.78", "35.15"
REVIEWERS = {"verifier": Role.VERIFIER, "analyst": Role.ANALYST, "decider": Role.DECIDER}
PROVINCE = {"curator": Role.CURATOR, "staff": Role.STAFF, "admin": Role.ADMIN}
AUDITORS = ("auditor", "auditor-region")
ROLES = (
    # Not signed in.
    "visitor",
    # An official who has not used the second factor.
    "unverified",
    "owner",
    "other_owner",
    "helper",
    "other_helper",
    *(f"{name}{where}" for name in REVIEWERS for where in ("", "-region", "-agency")),
    *PROVINCE,
    *AUDITORS,
    "partner",
    "superuser",
)
# A named role takes precedence over a group that contains it, and both over `*`.
GROUPS: dict[str, tuple[str, ...]] = {
    "reviewers": tuple(REVIEWERS),
    "other_scope": tuple(f"{name}-{where}" for name in REVIEWERS for where in ("region", "agency")),
    "regions": tuple(f"{name}-region" for name in REVIEWERS),
    "agencies": tuple(f"{name}-agency" for name in REVIEWERS),
    "province": tuple(PROVINCE),
    # Of the whole province, and of another regency.
    "auditors": AUDITORS,
    "applicants": ("owner", "other_owner", "helper", "other_helper"),
}
GROUPS["officials"] = (
    *GROUPS["reviewers"],
    *GROUPS["other_scope"],
    *GROUPS["province"],
    *GROUPS["auditors"],
    "superuser",
)


def people_around(enterprise: Enterprise) -> dict[str, User]:
    """Create a person per role but `visitor`; owner and helper are members of `enterprise`."""
    found: dict[str, User] = {
        "unverified": _official(Role.VERIFIER),
        "owner": UserFactory(name="Pemilik"),
        "other_owner": UserFactory(name="Pemilik lain"),
        "helper": HelperFactory(name="Pendamping"),
        "other_helper": HelperFactory(name="Pendamping tanpa persetujuan"),
        "superuser": UserFactory(name="Pengelola", is_staff=True, is_superuser=True, is_demo=False),
    }
    for name in ("owner", "helper"):
        open_membership(found[name], enterprise, channel="web")
    for name, role in REVIEWERS.items():
        found[name] = _official(role)
        found[f"{name}-region"] = _official(role, regency=ELSEWHERE)
        found[f"{name}-agency"] = _of_another_agency(role)
    for name, role in PROVINCE.items():
        found[name] = _official(role, regency=None)
    found["auditor"] = _official(Role.AUDITOR, regency=None)
    found["auditor-region"] = _official(Role.AUDITOR, regency=ELSEWHERE)
    found["partner"] = UserFactory(name="Mitra")
    _post(found["partner"], Role.PARTNER, agency_for(Role.PARTNER, None))
    return found


def _official(role: Role, regency: str | None = HERE) -> User:
    user: User = OfficialFactory(role=role, regency=regency, is_demo=False)
    return user


def _of_another_agency(role: Role) -> User:
    """Create an official of the same role and regency in an agency of another field."""
    user: User = UserFactory(is_staff=True, is_demo=False)
    agency, _made = Agency.objects.get_or_create(
        code="dinas-lain-uji",
        defaults={
            "name": "Dinas lain",
            "field": next(f for f in AgencyField if f != AgencyField.COOPERATIVES),
            "regency_id": HERE,
        },
    )
    _post(user, role, agency)
    return user


def _post(user: User, role: Role, agency: Agency) -> None:
    Posting.objects.create(user=user, agency=agency, role=role, valid_from=LONG_AGO)
