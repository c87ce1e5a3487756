"""A scenario is right when every interleaving ends as one of the two orders does."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tests.races.interleaver import (
    SHARED,
    TO_THE_END,
    Interleaver,
    Schedule,
    Work,
    one_interruption,
    two_interruptions,
)

Plan = Schedule | int

# A run that is not exhaustive tries one plan in so many, and those that stop in the middle.
SAMPLED = 16
ONE_AFTER_THE_OTHER = (((0, TO_THE_END), (1, TO_THE_END)), ((1, TO_THE_END), (0, TO_THE_END)))


@dataclass(frozen=True)
class Scenario:
    """`works` makes the two works for one prepared thing; `look` reads how it ended: what the runs
    of one order agree on, and what is wrong in any order.

    `also` are results that only real overlap gives, such as "in progress". `results` are those of
    the two orders, where the orders themselves may be wrong; `tables` are those that people share.
    """

    name: str
    things: Callable[[int], Sequence[Any]]
    works: Callable[[Any], Sequence[Work]]
    look: Callable[[Any], tuple[Any, list[str]]]
    also: frozenset[tuple[Any, ...]] = frozenset()
    results: Sequence[tuple[Any, ...]] = ()
    tables: re.Pattern[str] = SHARED


def explore(scenario: Scenario, *, trials: int, exhaustive: bool, seed: int = 7) -> int:
    """Run the two orders, then every single interruption, then pairs and dice up to `trials`.

    Unless `exhaustive`, run the two orders and a sample of the others. Return how many
    interleavings ran. Fail with the first whose results and ending are those of no order, or that
    `look` finds wrong.
    """
    most = trials if exhaustive else -(-trials // SAMPLED) + 2
    things = iter(scenario.things(most + len(ONE_AFTER_THE_OTHER)))
    with Interleaver(2, scenario.tables) as interleaver:

        def once(plan: Plan) -> tuple[Any, Any]:
            thing = next(things)
            results = interleaver.run(scenario.works(thing), plan)
            ending, wrong = scenario.look(thing)
            assert not wrong, f"{scenario.name}: {plan} gave {wrong} with {results}"
            return tuple(map(plain, results)), ending

        allowed = []
        steps = [0, 0]
        for order in ONE_AFTER_THE_OTHER:
            allowed.append(once(order))
            steps = [max(pair) for pair in zip(steps, interleaver.steps(), strict=True)]
        if scenario.results:
            assert [results for results, _ending in allowed] == [*scenario.results], scenario.name
        plans = _plans(steps, trials, seed)
        if not exhaustive:
            plans = _sample(plans, steps, scenario.name)
        for plan in plans:
            got = once(plan)
            fits = got in allowed or got[0] in scenario.also
            assert fits, f"{scenario.name}: {plan} gave\n{got}\nand neither of\n{allowed}"
    return len(plans)


def plain(result: object) -> object:
    """Return a result that can be compared; of an unexpected error its class and text."""
    return f"{type(result).__name__}: {result}" if isinstance(result, Exception) else result


def _plans(steps: Sequence[int], trials: int, seed: int) -> list[Plan]:
    plans: list[Plan] = []
    plans += [*one_interruption(steps)][:trials]
    pairs = two_interruptions(steps)
    random.Random(seed).shuffle(pairs)
    half = (trials - len(plans)) // 2
    plans += pairs[:half]
    return plans + list(range(seed, seed + trials - len(plans)))


def _sample(plans: list[Plan], steps: Sequence[int], name: str) -> list[Plan]:
    """Return a fixed part of the plans: each side stopped in its middle, and one in so many.

    Where the count begins follows from the name, so that scenarios differ in their places.
    """
    middle = (steps[0] // 2, steps[0] + (steps[1] + 1) // 2)
    chosen = {*middle, *range(crc32(name.encode()) % SAMPLED, len(plans), SAMPLED)}
    return [plan for index, plan in enumerate(plans) if index in chosen]
