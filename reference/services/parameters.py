"""Figures of the law that a person looked up and stands for."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from common.dates import clock
from reference.models import LegalParameter


@transaction.atomic
def save_parameter(parameter: LegalParameter, *, by: AbstractBaseUser) -> None:
    """Saves a figure as verified by a person, after which the loader leaves it alone.

    Raises IntegrityError when its span overlaps another row of the same key and region.
    """
    parameter.verified_by_id = by.pk
    parameter.verified_at = clock.now()
    parameter.save()
