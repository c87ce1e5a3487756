"""Work at the same moment on connections of its own, for tests of races."""

import threading
from collections.abc import Callable

from django.db import connection

from common.errors import DomainError


def run_together(*works: Callable[[], object]) -> list[object]:
    """Run each work in a thread with its own connection; return results, or codes of refusals."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(index: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=60)
            results[index] = work()
        except DomainError as refusal:
            results[index] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
