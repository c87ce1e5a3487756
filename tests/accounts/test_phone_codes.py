"""Limits of codes, and what happens when several come at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.models import OneTimeCode, PhoneNumber, User
from accounts.services.phone_codes import ask_code, check_code, forget_old_codes
from accounts.services.phones import change_number, join
from common.errors import DomainError, TooMany
from tests.factories.accounts import UserFactory
from tests.factories.phones import NUMBER, OTHER, PIN, latest_code, with_phone

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def code_for(phone: str = NUMBER, address: str = "10.0.0.1", **more: Any) -> OneTimeCode:
    return ask_code(
        phone,
        **{"purpose": "sign_in", "via": "whatsapp", "address": address, "language": "id", **more},
    )


def number(turn: int) -> str:
    return f"+62812{turn:07d}"


def until(refused: pytest.ExceptionInfo[TooMany]) -> Any:
    return refused.value.code, refused.value.params.get("until")


@pytest.mark.django_db
def test_another_code_for_a_number_waits_a_minute() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        code_for()
        with pytest.raises(TooMany) as refused:
            code_for(address="10.0.0.2")
        assert until(refused) == ("phone_number_limit", NOON + timedelta(seconds=60))
        clock.shift(timedelta(seconds=60))
        code_for()


@pytest.mark.django_db
def test_number_gets_five_codes_an_hour_and_ten_a_day() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _turn in range(5):
            code_for()
            clock.shift(timedelta(minutes=2))
        with pytest.raises(TooMany) as refused:
            code_for()
        assert until(refused) == ("phone_number_limit", NOON + timedelta(hours=1))
        clock.move_to(NOON + timedelta(hours=2))
        for _turn in range(5):
            code_for()
            clock.shift(timedelta(minutes=2))
        clock.shift(timedelta(hours=2))
        with pytest.raises(TooMany) as refused:
            code_for()
        assert until(refused) == ("phone_number_limit", NOON + timedelta(days=1))
        clock.move_to(NOON + timedelta(days=1))
        code_for()


@pytest.mark.django_db
def test_network_address_asks_for_so_many_an_hour(settings: Any) -> None:
    settings.PHONE_CODES_PER_ADDRESS = 3
    with time_machine.travel(NOON, tick=False):
        for turn in range(3):
            code_for(number(turn))
        with pytest.raises(TooMany) as refused:
            code_for(number(9))
        assert until(refused) == ("phone_address_limit", NOON + timedelta(hours=1))
        code_for(number(9), address="10.0.0.2")


@pytest.mark.django_db
def test_portal_sends_so_many_from_midnight_to_midnight(settings: Any) -> None:
    settings.PHONE_CODES_PER_PORTAL = 2
    with time_machine.travel("2026-11-22T16:59:00Z", tick=False) as clock:
        for turn in range(2):
            code_for(number(turn), address=str(turn))
        with pytest.raises(TooMany) as refused:
            code_for(number(9), address="9")
        assert until(refused) == ("phone_portal_cap", None)
        # Midnight in Jakarta.
        clock.shift(timedelta(minutes=1))
        code_for(number(9), address="9")


@pytest.mark.django_db
def test_refused_requests_send_nothing_and_count_for_nothing() -> None:
    code_for()
    for _turn in range(3):
        with pytest.raises(TooMany):
            code_for()
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db
def test_same_code_of_two_rows_has_two_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.phone_codes.secrets.randbelow", lambda _top: 42)
    first, second = code_for(), code_for(OTHER)

    assert latest_code() == "000042"
    assert bytes(first.digest) != bytes(second.digest)
    assert check_code(second.id, "000042").consumed_at is not None


@pytest.mark.django_db
def test_old_codes_are_forgotten_when_no_limit_counts_them() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        code_for()
        clock.shift(timedelta(days=2))
        assert forget_old_codes() == 0
        clock.shift(timedelta(seconds=1))
        assert forget_old_codes() == 1


def _together(*works: Callable[[], object]) -> list[object]:
    """Every work in a thread with a connection of its own, started at one barrier."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(index: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[index] = work()
        except DomainError as refusal:
            results[index] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_browsers_with_one_code_exactly_one_wins() -> None:
    for turn in range(10):
        row = code_for(number(turn), address=str(turn))
        code = latest_code()
        results = _together(
            *[lambda id=row.id, code=code: check_code(id, code).purpose for _ in range(4)]
        )
        assert sorted(map(str, results)) == ["code_used"] * 3 + ["sign_in"]


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_all_counted() -> None:
    row = code_for()
    code = latest_code()
    guesses = [f"{(int(code) + 1 + n) % 10**6:06d}" for n in range(12)]
    results = _together(*[lambda g=guess: check_code(row.id, g) for guess in guesses])
    row.refresh_from_db()

    assert row.attempts == 5
    assert sorted(map(str, results)) == ["code_attempts"] * 8 + ["code_wrong"] * 4
    with pytest.raises(TooMany):
        check_code(row.id, code)


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_get_one_code() -> None:
    results = _together(*[lambda: code_for().via for _ in range(6)])

    assert sorted(map(str, results)) == ["phone_number_limit"] * 5 + ["whatsapp"]
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_sign_up_open_one_account() -> None:
    row = code_for()
    check_code(row.id, latest_code())
    results = _together(*[lambda: join(row.id, name="Siti", language="id").name for _ in range(3)])

    assert sorted(map(str, results)) == ["Siti", "proof_gone", "proof_gone"]
    assert PhoneNumber.objects.count() == User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_first_people_on_a_number_one_needs_a_pin() -> None:
    rows = []
    for turn in range(2):
        with time_machine.travel(NOON + timedelta(minutes=2 * turn), tick=False):
            rows.append(code_for())
            check_code(rows[-1].id, latest_code())
    with time_machine.travel(NOON + timedelta(minutes=3)):
        first, second = rows
        results = _together(
            lambda: join(first.id, name="Siti", language="id").name,
            lambda: join(second.id, name="Budi", language="id").name,
        )
        assert "pin_needed" in results
        left = rows[results.index("pin_needed")]
        join(left.id, name="Budi", language="id", pin=PIN)

    assert [bool(row.pin) for row in PhoneNumber.objects.order_by("id")] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_put_in_one_number() -> None:
    user = UserFactory()
    rows = []
    for phone in (NUMBER, OTHER):
        rows.append(code_for(phone, purpose="add", user=user))
        check_code(rows[-1].id, latest_code())
    first, second = rows
    _together(lambda: change_number(user, first.id), lambda: change_number(user, second.id))

    assert PhoneNumber.objects.filter(user=user, until=None).count() == 1
    assert PhoneNumber.objects.filter(user=user).count() == 2


@pytest.mark.django_db
def test_number_takes_eight_people() -> None:
    for _turn in range(8):
        with_phone(pin=PIN)
    row = code_for()
    check_code(row.id, latest_code())

    with pytest.raises(DomainError, match="phone_crowded"):
        join(row.id, name="Siti", language="id", pin=PIN)
    row.refresh_from_db()
    assert row.settled_at is None
