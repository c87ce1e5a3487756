"""How far a block of numbers is used."""

from typing import Final

# From this part of a block on, the secretariat is warned.
WARN_AT: Final = 0.8


def is_nearly_used(used: int, size: int) -> bool:
    """Tell whether so many numbers of a block of `size` are given that a new one is due."""
    return size > 0 and used / size >= WARN_AT


def reaches_warning(used: int, size: int) -> bool:
    """Tell whether it is the latest of the numbers given so far that makes the block nearly used.

    True for one number of a block only, so that a notice sent then is sent once.
    """
    return is_nearly_used(used, size) and not is_nearly_used(used - 1, size)
