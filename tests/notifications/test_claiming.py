import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from notifications.models import Delivery, OutboxMessage
from notifications.services.claiming import Claim, claim_due, lock_claimed, settle
from notifications.services.outbox import enqueue

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
Note = Callable[..., OutboxMessage]


@pytest.fixture(autouse=True)
def _lease(settings: Any) -> None:
    settings.OUTBOX_LEASE = timedelta(seconds=60)


@time_machine.travel(NOW, tick=False)
def test_claim_takes_the_longest_waiting_first_and_holds_it(note: Note) -> None:
    second = note(available_at=NOW - timedelta(minutes=1))
    first = note(available_at=NOW - timedelta(minutes=2))
    note(available_at=NOW)
    note(available_at=NOW + timedelta(seconds=1))

    claims = claim_due(limit=2)

    until = NOW + timedelta(seconds=60)
    assert claims == [Claim(first.id, 1, until), Claim(second.id, 1, until)]
    assert len(claim_due(limit=9)) == 1
    assert claim_due(limit=9) == []


@time_machine.travel(NOW, tick=False)
def test_claim_costs_the_same_queries_for_one_and_three(
    note: Note, django_assert_num_queries: Any
) -> None:
    note()
    with django_assert_num_queries(1):
        assert len(claim_due(limit=10)) == 1
    for _ in range(3):
        note()
    with django_assert_num_queries(1):
        assert len(claim_due(limit=10)) == 3


def test_expired_lease_is_taken_over_and_the_old_claim_is_void(note: Note) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        message = note()
        (old,) = claim_due(limit=1)
        traveller.shift(timedelta(seconds=59))
        assert claim_due(limit=1) == []
        assert old.is_live()
        traveller.shift(timedelta(seconds=1))
        assert not old.is_live()

        (new,) = claim_due(limit=1)

        assert (new.message_id, new.attempt) == (message.id, 2)
        with transaction.atomic():
            assert lock_claimed(old) is None
            assert lock_claimed(new) == message


def test_two_connections_never_take_the_same_row_and_never_wait(committed: None) -> None:
    locked, free = (
        enqueue(key="test.note", address="siti@contoh.id", context={}) for _ in range(2)
    )
    claims: list[Claim] = []

    def other_worker() -> None:
        try:
            claims.extend(claim_due(limit=10))
        finally:
            connection.close()

    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(id=locked.id)
        worker = threading.Thread(target=other_worker)
        worker.start()
        # It ends while the lock is held, so it skipped the row instead of waiting for it.
        worker.join(60)
        assert not worker.is_alive()

    assert [claim.message_id for claim in claims] == [free.id]
    assert [claim.message_id for claim in claim_due(limit=10)] == [locked.id]


def test_settling_ends_some_and_schedules_the_others(
    note: Note, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        ended, waiting, lost = [note() for _ in range(3)]
        Delivery.objects.create(message=ended, channel="email", status="sent", attempts=1)
        Delivery.objects.create(message=waiting, channel="email", status="waiting", attempts=1)
        claims = claim_due(limit=9)
        OutboxMessage.objects.filter(pk=lost.pk).update(attempts=7)
        traveller.shift(timedelta(seconds=5))
        with django_assert_num_queries(4):  # savepoint, finish, try later, release
            settle(claims)
    rows = {row.pk: row for row in OutboxMessage.objects.all()}
    assert rows[ended.pk].finished_at == NOW + timedelta(seconds=5)
    assert rows[waiting.pk].finished_at is None
    assert rows[waiting.pk].next_attempt_at == NOW + timedelta(seconds=35)
    assert rows[lost.pk].finished_at is None
    assert rows[lost.pk].next_attempt_at == claims[0].until


def test_settling_nothing_needs_no_database() -> None:
    # Without the fixture `db` any query fails the test.
    settle([])
