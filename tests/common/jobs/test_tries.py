"""Counts of tries in a day."""

from datetime import timedelta
from unittest import mock

import time_machine
from redis.exceptions import ConnectionError as RedisConnectionError

from common.jobs.tries import seconds_until_tomorrow, tries_today


def test_tries_are_counted_by_person_and_kind_until_midnight_in_jakarta() -> None:
    with time_machine.travel("2026-11-23T16:59:00Z", tick=False) as clock:
        assert [tries_today("register", 1) for _turn in range(3)] == [1, 2, 3]
        assert (tries_today("register", 2), tries_today("claim", 1)) == (1, 1)
        assert seconds_until_tomorrow() == 60
        clock.shift(timedelta(minutes=1))
        assert tries_today("register", 1) == 1
        assert seconds_until_tomorrow() == 86_400


def test_without_the_cache_nothing_is_counted() -> None:
    with mock.patch("common.jobs.tries.cache.add", side_effect=RedisConnectionError):
        assert [tries_today("register", 1) for _turn in range(3)] == [0, 0, 0]


def test_a_cache_emptied_between_the_steps_begins_again() -> None:
    with mock.patch("common.jobs.tries.cache.incr", side_effect=ValueError):
        assert [tries_today("register", 1) for _turn in range(3)] == [1, 1, 1]
