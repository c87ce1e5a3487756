"""What lives as long as its process is nothing for the garbage collector to look at."""

import gc


def freeze_gc() -> None:
    """Call once the application is loaded: full collections look only at what came since.

    Django, the portal and their libraries are hundreds of thousands of objects; without this every
    few requests one request pays for walking all of them.
    """
    gc.collect()
    gc.freeze()
