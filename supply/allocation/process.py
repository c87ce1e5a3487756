"""Run the planner in a process of its own and read its plan."""

import json
import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from common.files.confined import ProcessEnded, ProcessNotStarted, run_confined
from supply.allocation.answer import read_plan
from supply.allocation.plan import Plan
from supply.allocation.problem import Problem
from supply.allocation.reading import as_data

logger = logging.getLogger(__name__)
# Wall time of a plan asked for by a program, in seconds; the answer then says that it was stopped.
PROGRAM_SECONDS: Final = 20
# What the process may take beyond it: to start, to read, and to end a step of the solver.
_GRACE_SECONDS: Final = 20
_SLOTS: Final = threading.BoundedSemaphore(2)


class PlannerBusy(Exception):
    """Two plans are being made in this process of the portal, or none can begin: try again."""


class PlannerEnded(Exception):
    """The process of this plan exceeded its limit of memory or time, and would do so again."""


def plan_in_subprocess(
    problem: Problem, *, folder: Path, seconds: int = PROGRAM_SECONDS, is_repair: bool = False
) -> Plan:
    """Return the plan of `engine.make_plan`, or of `repair`, made in another process.

    `folder` holds the problem meanwhile. Raises PlannerBusy and PlannerEnded.
    """
    with _turn(), tempfile.NamedTemporaryFile("w", dir=folder, suffix=".plan.json") as file:
        json.dump(as_data(problem), file)
        file.flush()
        return read_plan(_run(file.name, seconds, "repair" if is_repair else "plan"))


@contextmanager
def _turn() -> Iterator[None]:
    if not _SLOTS.acquire(blocking=False):
        raise PlannerBusy
    try:
        yield
    finally:
        _SLOTS.release()


def _run(path: str, seconds: int, mode: str) -> dict[str, Any]:
    try:
        return run_confined(
            "supply.allocation", [path, str(seconds), mode], seconds=seconds + _GRACE_SECONDS
        )
    except ProcessNotStarted as error:
        logger.warning("the planner did not start")
        raise PlannerBusy from error
    except ProcessEnded as error:
        logger.warning("the planner ended without an answer")
        raise PlannerEnded from error
