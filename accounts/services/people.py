"""Accounts opened on behalf of a person."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def open_account(email: str, *, password: str | None = None, **fields: Any) -> User:
    """Create an account whose address counts as confirmed, for officials and demo people.

    Without `password` the person chooses one through "lupa kata sandi".
    """
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=str(user.email), verified=True, primary=True)
    return user
