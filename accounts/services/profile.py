"""What people change about themselves."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def update_profile(user: User, *, name: str, language: str) -> None:
    """Store a person's name and the language in which the portal writes to them."""
    user.name = name
    user.language = language
    user.save(update_fields=["name", "language"])


def choose_language(user: User, language: str) -> None:
    """Store the language a person switched to."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
