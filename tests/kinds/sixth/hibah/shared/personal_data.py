"""The grants of a person, for the copy of their data (named in `KIND`)."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from applications.models import Application


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the numbers of the person's applications for a grant."""
    own = Application.objects.filter(created_by=user, scheme__kind="hibah")
    return {"Hibah": list(own.values_list("number", flat=True))}
