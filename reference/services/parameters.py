"""Saving legal parameters that a person verified."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation

from common.dates import clock
from common.errors import Conflict
from reference.models import LegalParameter
from reference.models.parameter import SPANS_OVERLAP


@transaction.atomic
def save_parameter(parameter: LegalParameter, *, by: AbstractBaseUser) -> None:
    """Save a figure as verified by a person; from then on the loader does not change it.

    Raises Conflict `spans_overlap` when its period overlaps another row of the same key and region.
    """
    parameter.verified_by_id = by.pk
    parameter.verified_at = clock.now()
    try:
        with transaction.atomic():
            parameter.save()
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise Conflict("spans_overlap", SPANS_OVERLAP) from error
