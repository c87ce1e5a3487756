"""A repeated write is done once."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from accounts.models import IdempotencyKey
from accounts.services.idempotency import (
    WITHHELD,
    Replayed,
    Started,
    abandon,
    begin,
    finish,
    forget_old_keys,
    restore,
    withhold,
)
from common.errors import Conflict
from tests.factories.accounts import UserFactory

START = "2026-11-23T03:00:00Z"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def _refusal_code(user: Any, key: str, digest: str) -> str:
    with pytest.raises(Conflict) as caught:
        begin(user, key, digest)
    return caught.value.code


@transaction.atomic
def _work_and_finish(started: Started) -> None:
    UserFactory(email="kerja-lambat@umkm.example")
    finish(started, 201, {"id": "slow"})


@pytest.mark.django_db
def test_the_first_works_and_the_repeat_gets_its_answer() -> None:
    user = UserFactory()
    started = begin(user, "k", "d")
    assert isinstance(started, Started)
    finish(started, 201, {"id": "x"})
    assert begin(user, "k", "d") == Replayed(201, {"id": "x"})


@pytest.mark.django_db
def test_another_body_is_refused() -> None:
    user = UserFactory()
    begin(user, "k", "d")
    assert _refusal_code(user, "k", "other") == "idempotency_mismatch"


@pytest.mark.django_db
def test_keys_belong_to_people() -> None:
    assert isinstance(begin(UserFactory(), "k", "d"), Started)
    assert isinstance(begin(UserFactory(), "k", "other"), Started)


@pytest.mark.django_db
def test_a_refused_request_leaves_its_key_free() -> None:
    user = UserFactory()
    started = begin(user, "k", "d")
    assert isinstance(started, Started)
    abandon(started)
    assert isinstance(begin(user, "k", "other"), Started)


@pytest.mark.django_db
def test_while_the_first_works_others_are_refused(clock: Any) -> None:
    user = UserFactory()
    begin(user, "k", "d")
    clock.shift(59)
    assert _refusal_code(user, "k", "d") == "idempotency_in_progress"


@pytest.mark.django_db
def test_a_dead_worker_is_replaced_and_a_slow_one_undone(clock: Any) -> None:
    user = UserFactory()
    slow = begin(user, "k", "d")
    assert isinstance(slow, Started)
    clock.shift(60)
    second = begin(user, "k", "d")
    assert isinstance(second, Started)
    with pytest.raises(Conflict):
        _work_and_finish(slow)
    abandon(slow)
    finish(second, 201, {"id": "second"})
    assert begin(user, "k", "d") == Replayed(201, {"id": "second"})
    assert not type(user).objects.filter(email="kerja-lambat@umkm.example").exists()


@pytest.mark.django_db
def test_the_stored_answer_holds_no_private_figures() -> None:
    user = UserFactory()
    started = begin(user, "k", "d")
    assert isinstance(started, Started)
    answer = {
        "id": "x",
        "nik": "••••3944",
        "owner": {"phone": "+62812", "npwp": None, "name": "Siti"},
        "rows": [{"annual_sales": 6519000000, "n": 1}],
        "violations": [{"message": "Omzet Anda Rp6.519.000.000"}],
    }
    finish(started, 201, answer)
    stored = IdempotencyKey.objects.get().answer
    assert stored == withhold(answer)
    for private in ("3944", "62812", "6519000000", "6.519"):
        assert private not in str(stored)
    assert restore(stored, answer) == answer
    assert restore(stored, None)["owner"] == {"phone": None, "npwp": None, "name": "Siti"}
    assert WITHHELD not in str(restore(stored, None))


@pytest.mark.django_db
def test_old_keys_are_deleted(clock: Any) -> None:
    user = UserFactory()
    begin(user, "old", "d")
    clock.shift(7 * 86400 + 1)
    begin(user, "new", "d")
    assert forget_old_keys() == 1
    assert IdempotencyKey.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_once_work_once() -> None:
    user = UserFactory()
    barrier = threading.Barrier(4)
    results: list[str] = []

    def begin_at_once() -> None:
        try:
            barrier.wait(timeout=60)
            results.append(type(begin(user, "k", "d")).__name__)
        except Conflict as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin_at_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["Started"] + ["idempotency_in_progress"] * 3
