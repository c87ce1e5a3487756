"""Plans of equal cost: the fewest changes for those already asked, then the order, then a lot."""

from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from supply.allocation.engine import DEFAULT, make_plan
from supply.allocation.plan import Plan, Status
from supply.allocation.problem import Line
from supply.allocation.reading import read_problem

_FEW = replace(DEFAULT, exact=0)


def equals(names: str, *, quantity: int = 100, **fields: Any) -> dict[str, Any]:
    """Return an order of one week over equal offers of fifty pieces."""
    offers = [
        {"id": name, "weekly_capacity": 50, "unit_price": 9, "onboarding_cost": 5, **fields}
        for name in names
    ]
    return {"quantity": quantity, "weeks": 1, "offers": offers}


def members(plan: Plan) -> str:
    return "".join(row.id for row in plan.allocations)


def asked(names: str) -> dict[str, Line]:
    """Return the line of who is asked already and had an order yesterday."""
    return {name: Line(last_order=9, is_asked=True) for name in names}


def test_line_decides_between_equals() -> None:
    line = {"a": Line(last_order=7), "b": Line(last_order=5), "c": Line(last_order=6)}

    plan = make_plan(replace(read_problem(equals("abcd")), line=line))

    assert members(plan) == "bd"


def test_plan_made_again_keeps_its_members_when_an_equal_offer_arrives() -> None:
    for lot in range(12):
        first = make_plan(replace(read_problem(equals("abcd")), lot_seed=f"{lot}"))
        again = replace(
            read_problem(equals("abcdefgh")), lot_seed=f"{lot}", line=asked(members(first))
        )
        # Among few offers and among many, where the search of the second objective is left out.
        assert members(make_plan(again)) == members(first)
        assert members(make_plan(again, _FEW)) == members(first)


def test_line_is_the_reason_of_an_equal_alone() -> None:
    data = equals("abc", quantity=90)
    data["max_members"] = 2
    data["offers"][1]["weekly_capacity"] = 45
    data["offers"].append({**data["offers"][0], "id": "d", "unit_price": 8, "weekly_capacity": 20})

    plan = make_plan(replace(read_problem(data), line=asked("ab")))

    assert members(plan) == "ab"
    # The cheaper one makes too little for the two places: that is no question of a line.
    assert {row.id: row.code for row in plan.reasons}["c"] == "line"
    assert {row.id: row.code for row in plan.reasons}["d"] != "line"


def test_cheaper_offer_comes_before_who_is_asked() -> None:
    data = equals("abc", quantity=50)
    data["offers"][2]["unit_price"] = 8

    assert members(make_plan(replace(read_problem(data), line=asked("ab")))) == "c"


def test_programs_name_who_is_asked() -> None:
    data = equals("abcd")
    for name in (0, 3):
        data["offers"][name]["asked"] = True

    assert members(make_plan(read_problem(data))) == "ad"


def test_no_plan_of_the_same_cost_changes_fewer() -> None:
    random = Random(4)
    for _ in range(25):
        data = equals("abcdefg", quantity=random.randint(40, 160))
        for row in data["offers"]:
            row["weekly_capacity"] = random.choice([20, 30, 50])
            row["unit_price"] = random.choice([9, 9, 10])
        names = {name for name in "abcdefg" if random.random() < 0.5}
        plan = make_plan(replace(read_problem(data), line=asked("".join(sorted(names)))))
        if plan.status is Status.OPTIMAL:
            changed = len({*members(plan)} ^ names)
            assert changed == _fewest_changes(data, names, plan.total_cost)


def _fewest_changes(data: dict[str, Any], names: set[str], cost: int) -> int:
    """Try every choice of members, and return the fewest changes among those of this cost."""
    rows = data["offers"]
    return min(
        len({row["id"] for row in chosen} ^ names)
        for size in range(1, len(rows) + 1)
        for chosen in combinations(rows, size)
        if _cost(chosen, data["quantity"]) == cost
    )


def _cost(chosen: tuple[dict[str, Any], ...], quantity: int) -> int | None:
    """Return the least cost with just these members, each making a piece at least."""
    left, cost = quantity - len(chosen), 0
    for row in sorted(chosen, key=lambda each: int(each["unit_price"])):
        more = min(max(left, 0), row["weekly_capacity"] - 1)
        left -= more
        cost += row["unit_price"] * (1 + more) + row["onboarding_cost"]
    return None if left > 0 else cost
