"""The views that a person saved for one list."""

from accounts.models import SavedView, User


def saved_views_of(user: User, page: str) -> list[SavedView]:
    """Return the person's own views of `page`, the oldest first."""
    return list(SavedView.objects.filter(user=user, page=page))
