"""What happens when a person opens an account."""

from django.db import transaction

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.services.consent import record_consent


@transaction.atomic
def complete_sign_up(user: User, *, name: str, language: str, channel: str = "web") -> None:
    """Store the person's name and language, and their consent to the text version they saw."""
    user.name = name
    user.language = language
    user.save(update_fields=["name", "language"])
    record_consent(user, purpose=ConsentPurpose.ACCOUNT, channel=channel, language=language)
