"""Saving legal parameters that a person verified."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from common.dates import clock
from reference.models import LegalParameter


@transaction.atomic
def save_parameter(parameter: LegalParameter, *, by: AbstractBaseUser) -> None:
    """Save a figure as verified by a person; from then on the loader does not change it.

    Raises IntegrityError when its span overlaps another row of the same key and region.
    """
    parameter.verified_by_id = by.pk
    parameter.verified_at = clock.now()
    parameter.save()
