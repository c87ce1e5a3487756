"""Draw small problems of every shape, as plain data; the same number gives the same problem."""

from random import Random
from typing import Any

SHAPES = (
    "own_prices",
    "one_price",
    "equal_costs",
    "tight_weeks",
    "tiny_cap",
    "floors",
    "hub_limits",
    "shares_and_lots",
    "locks",
    "too_much",
)


def draw(shape: str, number: int) -> dict[str, Any]:
    """Return problem `number` of this shape: at most 60 offers over at most 8 weeks."""
    random = Random(f"{shape} {number}")
    weeks = random.randint(1, 8)
    hubs = [
        {"id": f"h{index}", "opening_cost": random.choice([0, 50_000, 400_000, 2_000_000])}
        for index in range(random.randint(1, 5))
    ]
    offers = [_offer(random, index, weeks, hubs) for index in range(random.randint(3, 60))]
    problem: dict[str, Any] = {
        "weeks": weeks,
        "buffer": random.choice(["0", "0.05", "0.1"]),
        "offers": offers,
        "hubs": hubs,
    }
    most = sum(sum(row["weekly_capacity"]) for row in offers)
    problem["quantity"] = max(1, int(most * random.uniform(0.1, 0.6)))
    _SHAPERS[shape](problem, random)
    if random.random() < 0.6:
        problem["deliveries"] = _deliveries(problem, random)
    return problem


def _offer(random: Random, index: int, weeks: int, hubs: list[dict[str, Any]]) -> dict[str, Any]:
    usual = random.randint(1, 80)
    return {
        "id": f"m{index:02d}",
        "weekly_capacity": [
            random.choice([0, usual, max(0, usual + random.randint(-9, 9))]) for _ in range(weeks)
        ],
        "unit_price": random.randint(70, 140) * 1_000,
        "min_lot": random.choice([0, 0, 10, 40, 120]),
        "onboarding_cost": random.choice([0, 150_000, 300_000]),
        "grade": random.randint(1, 5),
        "hub": random.choice(hubs)["id"],
        "groups": random.sample(["perempuan", "difabel"], random.choice([0, 0, 0, 1, 2])),
    }


def _deliveries(problem: dict[str, Any], random: Random) -> list[dict[str, int]]:
    weeks = sorted(random.sample(range(1, problem["weeks"] + 1), min(problem["weeks"], 3)))
    parts = sorted(random.uniform(0.05, 0.9) for _ in weeks)
    rows: list[dict[str, int]] = []
    for week, part in zip(weeks, parts, strict=True):
        # Early deliveries are small, or most of these problems would have no plan.
        pieces = int(problem["quantity"] * part * week / problem["weeks"])
        if pieces > (rows[-1]["quantity"] if rows else 0):
            rows.append({"week": week, "quantity": pieces})
    return rows


def _own_prices(problem: dict[str, Any], random: Random) -> None:
    problem["max_members"] = random.randint(3, 30)
    problem["min_grade"] = random.randint(1, 2)


def _one_price(problem: dict[str, Any], random: Random) -> None:
    for row in problem["offers"]:
        row["unit_price"] = 100_000
    problem["max_members"] = random.randint(5, 40)


def _equal_costs(problem: dict[str, Any], random: Random) -> None:
    for row in problem["offers"]:
        row.update(unit_price=100_000, onboarding_cost=150_000, min_lot=0)
    for hub in problem["hubs"]:
        hub["opening_cost"] = 0


def _tight_weeks(problem: dict[str, Any], random: Random) -> None:
    most = sum(sum(row["weekly_capacity"]) for row in problem["offers"])
    problem["quantity"] = max(1, int(most * random.uniform(0.85, 0.95)))


def _tiny_cap(problem: dict[str, Any], random: Random) -> None:
    problem["max_members"] = random.randint(1, 3)
    largest = sorted((sum(row["weekly_capacity"]) for row in problem["offers"]), reverse=True)
    problem["quantity"] = max(1, int(sum(largest[: problem["max_members"]]) * 0.7))


def _floors(problem: dict[str, Any], random: Random) -> None:
    problem["floors"] = [
        {"group": "perempuan", "members": random.randint(0, 3)},
        {"group": "difabel", "members": random.randint(0, 2)},
    ]
    problem["max_members"] = random.randint(5, 30)


def _hub_limits(problem: dict[str, Any], random: Random) -> None:
    for hub in problem["hubs"]:
        hub["weekly_capacity"] = random.choice([None, 0, 60, 150, 400])


def _shares_and_lots(problem: dict[str, Any], random: Random) -> None:
    problem["max_share"] = random.choice(["0.08", "0.15", "0.3"])
    for row in problem["offers"]:
        row["min_lot"] = random.choice([0, 20, 90])


def _locks(problem: dict[str, Any], random: Random) -> None:
    for row in random.sample(problem["offers"], min(3, len(problem["offers"]))):
        row["lock"] = random.choice(["in", "out"])


def _too_much(problem: dict[str, Any], random: Random) -> None:
    most = sum(sum(row["weekly_capacity"]) for row in problem["offers"])
    problem["quantity"] = max(1, int(most * random.uniform(0.9, 1.6)))
    problem["max_members"] = random.randint(2, 20)
    problem["min_grade"] = 2


_SHAPERS = {
    "own_prices": _own_prices,
    "one_price": _one_price,
    "equal_costs": _equal_costs,
    "tight_weeks": _tight_weeks,
    "tiny_cap": _tiny_cap,
    "floors": _floors,
    "hub_limits": _hub_limits,
    "shares_and_lots": _shares_and_lots,
    "locks": _locks,
    "too_much": _too_much,
}
