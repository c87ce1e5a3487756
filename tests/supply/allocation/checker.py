"""Check a plan against its problem, both as plain data; shares no code with the planner."""

from fractions import Fraction
from math import ceil, floor
from typing import Any


def faults_of(problem: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """Return every rule that the plan breaks; an infeasible one is held to all but the target."""
    offers = {row["id"]: row for row in problem["offers"]}
    rows = {row["id"]: row["weekly"] for row in answer["allocations"]}
    faults = []
    if len(rows) != len(answer["allocations"]) or not rows.keys() <= offers.keys():
        return ["a member twice, or one that made no offer"]
    for name, weekly in rows.items():
        faults += [f"{name}: {fault}" for fault in _member_faults(problem, offers[name], weekly)]
    is_whole = answer["status"] in ("optimal", "feasible")
    if is_whole or rows:
        faults += _shared_faults(problem, offers, rows)
    faults += _delivery_faults(problem, rows, answer)
    cost = _cost(problem, offers, rows)
    if cost != answer["total_cost"]:
        faults.append(f"cost {answer['total_cost']} is {cost}")
    if answer["lower_bound"] > cost or (answer["status"] == "optimal") > (
        answer["lower_bound"] == cost
    ):
        faults.append(f"bound {answer['lower_bound']} of cost {cost}")
    return faults


def target_of(problem: dict[str, Any], pieces: int) -> int:
    return ceil(pieces * (1 + Fraction(problem.get("buffer") or "0")))


def demands_of(problem: dict[str, Any]) -> dict[int, int]:
    rows = {
        row["week"]: target_of(problem, row["quantity"]) for row in problem.get("deliveries") or []
    }
    rows[problem["weeks"]] = max(
        target_of(problem, problem["quantity"]), rows.get(problem["weeks"], 0)
    )
    return rows


def capacity_of(problem: dict[str, Any], offer: dict[str, Any]) -> list[int]:
    value = offer["weekly_capacity"]
    return value if isinstance(value, list) else [value] * problem["weeks"]


def share_of(problem: dict[str, Any]) -> int | None:
    share = problem.get("max_share")
    if share is None:
        return None
    return floor(Fraction(share) * target_of(problem, problem["quantity"]))


def _member_faults(problem: dict[str, Any], offer: dict[str, Any], weekly: list[int]) -> list[str]:
    faults = []
    if len(weekly) != problem["weeks"] or any(
        not isinstance(made, int) or made < 0 or made > most
        for made, most in zip(weekly, capacity_of(problem, offer), strict=False)
    ):
        faults.append("more than its week, or no whole pieces")
    if sum(weekly) < max(1, offer.get("min_lot", 0)):
        faults.append("less than its lot")
    share = share_of(problem)
    if share is not None and sum(weekly) > share:
        faults.append("more than the largest share")
    if problem.get("min_grade") is not None and offer.get("grade", 0) < problem["min_grade"]:
        faults.append("below the grade")
    if offer.get("lock") == "out":
        faults.append("locked out")
    return faults


def _shared_faults(
    problem: dict[str, Any], offers: dict[str, Any], rows: dict[str, list[int]]
) -> list[str]:
    faults = []
    if problem.get("max_members") is not None and len(rows) > problem["max_members"]:
        faults.append("too many members")
    for row in problem.get("floors") or []:
        inside = [name for name in rows if row["group"] in offers[name].get("groups", [])]
        if len(inside) < row["members"]:
            faults.append(f"too few of {row['group']}")
    faults += [
        f"{name} is locked in"
        for name, offer in offers.items()
        if offer.get("lock") == "in" and name not in rows
    ]
    for hub in problem.get("hubs") or []:
        most = hub.get("weekly_capacity")
        for week in range(problem["weeks"]):
            made = sum(
                weekly[week]
                for name, weekly in rows.items()
                if offers[name].get("hub") == hub["id"]
            )
            if most is not None and made > most:
                faults.append(f"hub {hub['id']} is over its limit in week {week + 1}")
    return faults


def _delivery_faults(
    problem: dict[str, Any], rows: dict[str, list[int]], answer: dict[str, Any]
) -> list[str]:
    missing = {}
    for week, pieces in demands_of(problem).items():
        made = sum(sum(weekly[:week]) for weekly in rows.values())
        if made < pieces:
            missing[week] = pieces - made
    if answer["status"] in ("optimal", "feasible"):
        return [f"missing {missing}"] if missing else []
    told = {row["week"]: row["missing"] for row in answer["shortfalls"]}
    faults = [] if told == missing else [f"told {told}, missing {missing}"]
    if answer["shortfall"] != max(missing.values(), default=0):
        faults.append(f"shortfall {answer['shortfall']} of {missing}")
    return faults


def _cost(problem: dict[str, Any], offers: dict[str, Any], rows: dict[str, list[int]]) -> int:
    cost: int = sum(offers[name]["unit_price"] * sum(weekly) for name, weekly in rows.items())
    cost += sum(offers[name].get("onboarding_cost", 0) for name in rows)
    used = {offers[name].get("hub") for name in rows}
    hubs = [hub for hub in problem.get("hubs") or [] if hub["id"] in used]
    cost += sum(hub.get("opening_cost", 0) for hub in hubs)
    return cost
