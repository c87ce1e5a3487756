"""Locking a permit: after its letter, in the order in which a change of the letter does."""

from common.errors import NotFound
from letters.models import Letter
from permits.models import Permit


def lock_permit(permit_id: int) -> Permit:
    """Lock the letter of a permit, if any, and then the permit; return it. Raises NotFound."""
    letter_id = Permit.objects.values_list("letter_id", flat=True).filter(pk=permit_id).first()
    if letter_id is not None:
        Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    locked = Permit.objects.select_for_update(of=("self",)).filter(pk=permit_id)
    permit = locked.select_related("enterprise", "agency", "letter__agency").first()
    if permit is None:
        raise NotFound("unknown_permit")
    return permit
