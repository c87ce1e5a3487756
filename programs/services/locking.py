"""The one way to lock a scheme."""

from programs.models import Scheme


def lock_scheme(scheme_id: int) -> Scheme:
    """The locked scheme: two editions of it are not brought into force at once."""
    return Scheme.objects.select_for_update().get(pk=scheme_id)
