"""How a process that makes rows begins: before the apps are ready it may import none of them."""

import pickle
from typing import Any, Final

import django

# The world of this process, for the functions that a pool calls by name.
WORLD: Final[list[Any]] = []


def prepare(world: bytes) -> None:
    """Start Django, then unpack the world, whose classes need it."""
    django.setup()
    WORLD.append(pickle.loads(world))
