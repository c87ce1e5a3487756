"""People of every kind."""

from datetime import date
from typing import Any

import factory
from allauth.account.models import EmailAddress

from accounts.enums import AgencyKind, Role
from accounts.models import Agency, Posting, User
from accounts.selectors.consent import latest_consents
from reference.enums import AgencyField

PASSWORD = "rahasia-contoh-1"
LONG_AGO = date(2020, 1, 1)
FAR_AWAY = date(2099, 12, 31)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with a confirmed address and the password PASSWORD.

    With access to the admin it is a demo person, who needs no second factor, unless
    `is_demo=False`.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"orang{number}@umkm.example")
    name = factory.Sequence(lambda number: f"Orang {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        kwargs.setdefault("password", PASSWORD)
        kwargs.setdefault("is_demo", bool(kwargs.get("is_staff") or kwargs.get("is_superuser")))
        return model_class.objects.create_user(*args, **kwargs)

    @factory.post_generation
    def verified(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted is not False:
            # One statement, also where the address is there already: every test has people.
            address = EmailAddress(user=self, email=self.email, verified=True, primary=True)
            EmailAddress.objects.bulk_create([address], ignore_conflicts=True)


class HelperFactory(UserFactory):
    """A person who may register other people's enterprises."""

    is_helper = True


class OfficialFactory(UserFactory):
    """An official: `role` at the cooperatives agency of `regency` (None: the province).

    A partner is at a bank instead.

    With `agency`, at the agency of that code. With `user`, that person gets the role in addition
    to those they hold.
    """

    is_staff = True
    user: Any = None
    role: Any = Role.VERIFIER
    regency: Any = "35.78"
    agency: Any = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role, regency, existing, code = (
            kwargs.pop(name) for name in ("role", "regency", "user", "agency")
        )
        user: User = existing
        if existing is None:
            user = super()._create(model_class, *args, **kwargs)
        elif "is_demo" not in kwargs:
            user.is_demo = True
            user.save(update_fields=["is_demo"])
        agency = Agency.objects.get(code=code) if code else agency_for(role, regency)
        post(user, role, agency)
        return user


def post(user: User, role: str, agency: Agency) -> Posting:
    """Post the person since long ago; an audit ends, far away."""
    until = FAR_AWAY if role == Role.AUDITOR else None
    return Posting.objects.create(
        user=user, agency=agency, role=role, valid_from=LONG_AGO, valid_to=until
    )


def agency_for(role: str, regency: str | None) -> Agency:
    """Return the cooperatives agency of the regency (None: the province).

    A partner's is a bank's branch, an auditor's the inspectorate.
    """
    if role == Role.AUDITOR:
        return inspectorate_of(regency)
    if role != Role.PARTNER:
        return Agency.objects.get(code__startswith="dinkop-", regency=regency)
    bank, _made = Agency.objects.get_or_create(
        code=f"bank-uji-{regency or 'jatim'}".replace(".", "-"),
        defaults={
            "name": "Bank Uji",
            "kind": AgencyKind.PARTNER,
            "field": AgencyField.COOPERATIVES,
            "regency_id": regency,
        },
    )
    return bank


def inspectorate_of(regency: str | None) -> Agency:
    """Return the inspectorate of the regency (None: the province)."""
    found, _made = Agency.objects.get_or_create(
        code=f"inspektorat-{regency or 'jatim'}".replace(".", "-"),
        defaults={
            "name": "Inspektorat Uji",
            "kind": AgencyKind.INSPECTORATE,
            "field": "",
            "regency_id": regency,
        },
    )
    return found


def has_consented(user: User, purpose: str) -> bool:
    """Tell whether the latest answer of `user` on `purpose` is yes."""
    return any(c.given for c in latest_consents(user) if c.text.purpose == purpose)
