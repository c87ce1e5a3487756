"""A scenario is right when every interleaving ends as one of the two orders does."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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


def explore(scenario: Scenario, *, trials: int, seed: int = 7) -> int:
    """Run the two orders, then every single interruption, then pairs and dice up to `trials`.

    Return how many interleavings ran. Fail with the first whose results and ending are those of
    no order, or that `look` finds wrong.
    """
    things = iter(scenario.things(trials + len(ONE_AFTER_THE_OTHER)))
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
        for plan in _plans(steps, trials, seed):
            got = once(plan)
            fits = got in allowed or got[0] in scenario.also
            assert fits, f"{scenario.name}: {plan} gave\n{got}\nand neither of\n{allowed}"
    return trials


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
