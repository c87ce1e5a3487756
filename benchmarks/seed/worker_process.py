"""The start of a process that produces rows: it may import no app before Django is set up."""

import pickle
from typing import Any, Final

import django

# The plan of this process, for the functions that a pool calls by name.
PLAN: Final[list[Any]] = []


def prepare(plan: bytes) -> None:
    """Set up Django, then unpickle the plan, whose classes need it."""
    django.setup()
    PLAN.append(pickle.loads(plan))
