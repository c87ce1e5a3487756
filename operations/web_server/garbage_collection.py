"""Sparing the garbage collector the objects that live as long as the process."""

import gc


def freeze_gc() -> None:
    """Exclude all present objects from garbage collection; call it once the application is loaded.

    Django, the portal and their libraries are hundreds of thousands of objects; otherwise one
    request out of every few pays for a full collection over all of them.
    """
    gc.collect()
    gc.freeze()
