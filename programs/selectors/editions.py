"""Editions as officials work on them."""

from programs.models import Application, Edition


def is_in_use(edition: Edition) -> bool:
    """Whether somebody applied under it: then it is frozen, and can only be succeeded."""
    return Application.objects.filter(edition=edition, submitted_at__isnull=False).exists()
