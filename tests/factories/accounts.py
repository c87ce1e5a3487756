"""People of every kind."""

from datetime import date
from typing import Any

import factory
from allauth.account.models import EmailAddress

from accounts.enums import Role
from accounts.models import Agency, Posting, User

PASSWORD = "rahasia-contoh-1"
LONG_AGO = date(2020, 1, 1)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with a confirmed address and the password PASSWORD.

    Who may open the admin is a demo person, who needs no second step; `is_demo=False` makes one who
    does.
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
            EmailAddress.objects.get_or_create(
                user=self, email=self.email, defaults={"verified": True, "primary": True}
            )


class HelperFactory(UserFactory):
    """A person who may register enterprises of others."""

    is_helper = True


class OfficialFactory(UserFactory):
    """An official: `role` at the cooperatives agency of `regency` (None: the province).

    With `agency`, at the agency of that code. With `user`, that person gets the role besides what
    they hold already.
    """

    is_staff = True
    user: Any = None
    role: Any = Role.VERIFIER
    regency: Any = "35.78"
    agency: Any = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role, regency, given, code = (
            kwargs.pop(name) for name in ("role", "regency", "user", "agency")
        )
        user: User = given
        if given is None:
            user = super()._create(model_class, *args, **kwargs)
        elif "is_demo" not in kwargs:
            user.is_demo = True
            user.save(update_fields=["is_demo"])
        agency = (
            Agency.objects.get(code=code)
            if code
            else Agency.objects.get(code__startswith="dinkop-", regency=regency)
        )
        Posting.objects.create(user=user, agency=agency, role=role, valid_from=LONG_AGO)
        return user
