"""Locking of a scheme."""

from programs.models import Scheme


def lock_scheme(scheme_id: int) -> Scheme:
    """Lock and return the scheme, so that two editions of it are not published at once."""
    return Scheme.objects.select_for_update().get(pk=scheme_id)
