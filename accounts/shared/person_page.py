"""The back-office page of a person."""

from django.urls import reverse

from accounts.models import User


def person_url(reader: User, user_id: int) -> str:
    """Return its address; '' where the reader may not open it."""
    if not reader.has_perm("accounts.view_user"):
        return ""
    return reverse("admin:accounts_user_change", args=[user_id])
