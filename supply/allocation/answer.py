"""Write a plan as plain data, and read it again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from supply.allocation.plan import (
    Allocation,
    EarlierFinish,
    MeasureEffect,
    Plan,
    Reason,
    Remedy,
    Shortfall,
    Status,
    Stopped,
)


def as_data(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain data."""
    return asdict(plan)


def read_plan(data: Mapping[str, Any]) -> Plan:
    """Return the plan that `as_data` wrote."""
    stopped, earlier = data["stopped"], data["earlier"]
    return Plan(
        status=Status(data["status"]),
        allocations=tuple(
            Allocation(row["id"], tuple(row["weekly"])) for row in data["allocations"]
        ),
        total_cost=data["total_cost"],
        lower_bound=data["lower_bound"],
        shortfall=data["shortfall"],
        shortfalls=tuple(Shortfall(**row) for row in data["shortfalls"]),
        remedies=tuple(Remedy(**row) for row in data["remedies"]),
        reasons=tuple(Reason(**row) for row in data["reasons"]),
        stopped=None if stopped is None else Stopped(stopped),
        helps=tuple(
            MeasureEffect(**{**row, "members": tuple(row["members"])}) for row in data["helps"]
        ),
        earlier=None if earlier is None else EarlierFinish(**earlier),
    )
