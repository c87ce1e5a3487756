"""Limits of codes, and simultaneous requests."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import time_machine

from accounts.models import OneTimeCode, PhoneNumber, User
from accounts.services.phone_codes import check_code, forget_old_codes, issue_code
from accounts.services.phones import change_number, sign_up_by_phone
from common.dates.clock import now as clock_now
from common.errors import DomainError, TooManyRequests
from tests.factories.accounts import UserFactory
from tests.factories.phones import NUMBER, OTHER, PIN, latest_code, with_phone
from tests.simultaneous import run_together

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def code_for(phone: str = NUMBER, address: str = "10.0.0.1", **fields: Any) -> OneTimeCode:
    return issue_code(
        phone,
        **{"purpose": "sign_in", "via": "whatsapp", "address": address, "language": "id", **fields},
    )


def phone_number(turn: int) -> str:
    return f"+62812{turn:07d}"


def code_and_wait(refused: pytest.ExceptionInfo[TooManyRequests]) -> Any:
    return refused.value.code, refused.value.params.get("until")


@pytest.mark.django_db
def test_another_code_for_a_number_waits_a_minute() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        code_for()
        with pytest.raises(TooManyRequests) as refused:
            code_for(address="10.0.0.2")
        assert code_and_wait(refused) == ("phone_number_limit", NOON + timedelta(seconds=60))
        clock.shift(timedelta(seconds=60))
        code_for()


@pytest.mark.django_db
def test_who_proved_a_number_gets_five_codes_an_hour_and_ten_a_day() -> None:
    own = {"proved_by": "device 1"}
    with time_machine.travel(NOON, tick=False) as clock:
        for _turn in range(5):
            code_for(**own)
            clock.shift(timedelta(minutes=2))
        with pytest.raises(TooManyRequests) as refused:
            code_for(**own)
        assert code_and_wait(refused) == ("phone_number_limit", NOON + timedelta(hours=1))
        clock.move_to(NOON + timedelta(hours=2))
        for _turn in range(5):
            code_for(**own)
            clock.shift(timedelta(minutes=2))
        clock.shift(timedelta(hours=2))
        with pytest.raises(TooManyRequests) as refused:
            code_for(**own)
        assert code_and_wait(refused) == ("phone_number_limit", NOON + timedelta(days=1))
        # Another device, and strangers, have their own.
        code_for(proved_by="device 2")
        code_for()
        clock.move_to(NOON + timedelta(days=1))
        code_for()


@pytest.mark.django_db
def test_strangers_of_one_network_slow_a_number_down_and_never_close_it() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for hour in range(2):
            clock.move_to(NOON + timedelta(hours=hour))
            for _turn in range(5):
                code_for()
                clock.shift(timedelta(minutes=1))
            with pytest.raises(TooManyRequests) as refused:
                code_for()
            assert refused.value.code == "phone_number_limit"
            # A person in another network is not affected.
            code_for(address="10.0.0.2")
        # Ten in a day: from now on one an hour, not tomorrow.
        last = NOON + timedelta(hours=1, minutes=4)
        with pytest.raises(TooManyRequests) as refused:
            code_for()
        assert code_and_wait(refused) == ("phone_number_limit", last + timedelta(hours=1))
        clock.move_to(last + timedelta(hours=1))
        code_for()
        clock.shift(timedelta(minutes=59))
        with pytest.raises(TooManyRequests):
            code_for()


@pytest.mark.django_db
def test_strangers_of_many_networks_never_close_a_number_for_the_day() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sent, longest = 0, timedelta()
        for minute in range(0, 8 * 60, 3):
            clock.move_to(NOON + timedelta(minutes=minute))
            try:
                code_for(address=f"10.0.0.{minute}")
            except TooManyRequests as refused:
                longest = max(longest, cast(datetime, refused.params["until"]) - clock_now())
            else:
                sent += 1
        # Ten in each of the first two hours, then two an hour.
        assert sent == 10 + 10 + 2 * 6
        assert longest <= timedelta(hours=1)
        # The browser that proved the number is not touched, in the same minute.
        code_for(proved_by="device 1")
        # Nor is anyone the next day who stops attacking.
        clock.shift(timedelta(hours=1))
        code_for(address="192.0.2.1")


@pytest.mark.django_db
def test_a_network_that_used_up_its_codes_leaves_those_of_proved_numbers(settings: Any) -> None:
    settings.PHONE_CODES_PER_ADDRESS = settings.PHONE_CODES_PER_PORTAL = 2
    with time_machine.travel(NOON, tick=False):
        for turn in range(2):
            code_for(phone_number(turn))
        with pytest.raises(TooManyRequests) as refused:
            code_for(phone_number(9))
        assert refused.value.code == "phone_portal_cap"
        code_for(phone_number(9), proved_by="device 1")


@pytest.mark.django_db
def test_network_address_has_an_hourly_limit(settings: Any) -> None:
    settings.PHONE_CODES_PER_ADDRESS = 3
    with time_machine.travel(NOON, tick=False):
        for turn in range(3):
            code_for(phone_number(turn))
        with pytest.raises(TooManyRequests) as refused:
            code_for(phone_number(9))
        assert code_and_wait(refused) == ("phone_address_limit", NOON + timedelta(hours=1))
        code_for(phone_number(9), address="10.0.0.2")


@pytest.mark.django_db
def test_portal_has_a_daily_limit_from_midnight(settings: Any) -> None:
    settings.PHONE_CODES_PER_PORTAL = 2
    with time_machine.travel("2026-11-22T16:59:00Z", tick=False) as clock:
        for turn in range(2):
            code_for(phone_number(turn), address=str(turn))
        with pytest.raises(TooManyRequests) as refused:
            code_for(phone_number(9), address="9")
        assert code_and_wait(refused) == ("phone_portal_cap", None)
        # Midnight in Jakarta.
        clock.shift(timedelta(minutes=1))
        code_for(phone_number(9), address="9")


@pytest.mark.django_db
def test_refused_requests_send_nothing_and_are_not_counted() -> None:
    code_for()
    for _turn in range(3):
        with pytest.raises(TooManyRequests):
            code_for()
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db
def test_same_code_in_two_rows_has_two_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.phone_codes.secrets.randbelow", lambda _top: 42)
    first, second = code_for(), code_for(OTHER)

    assert latest_code() == "000042"
    assert bytes(first.digest) != bytes(second.digest)
    assert check_code(second.id, "000042").consumed_at is not None


@pytest.mark.django_db
def test_old_codes_are_deleted_when_no_limit_counts_them() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        code_for()
        clock.shift(timedelta(days=2))
        assert forget_old_codes() == 0
        clock.shift(timedelta(seconds=1))
        assert forget_old_codes() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_with_one_code_exactly_one_wins() -> None:
    for turn in range(10):
        row = code_for(phone_number(turn), address=str(turn))
        code = latest_code()
        results = run_together(
            *[lambda id=row.id, code=code: check_code(id, code).purpose for _ in range(4)]
        )
        assert sorted(map(str, results)) == ["code_used"] * 3 + ["sign_in"]


@pytest.mark.django_db(transaction=True)
def test_simultaneous_guesses_are_all_counted() -> None:
    row = code_for()
    code = latest_code()
    guesses = [f"{(int(code) + 1 + n) % 10**6:06d}" for n in range(12)]
    results = run_together(*[lambda g=guess: check_code(row.id, g) for guess in guesses])
    row.refresh_from_db()

    assert row.attempts == 5
    assert sorted(map(str, results)) == ["code_attempts"] * 8 + ["code_wrong"] * 4
    with pytest.raises(TooManyRequests):
        check_code(row.id, code)


@pytest.mark.django_db(transaction=True)
def test_simultaneous_requests_get_one_code() -> None:
    results = run_together(*[lambda: code_for().via for _ in range(6)])

    assert sorted(map(str, results)) == ["phone_number_limit"] * 5 + ["whatsapp"]
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_sign_up_open_one_account() -> None:
    row = code_for()
    check_code(row.id, latest_code())
    results = run_together(
        *[lambda: sign_up_by_phone(row.id, name="Siti", language="id").name for _ in range(3)]
    )

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
        results = run_together(
            lambda: sign_up_by_phone(first.id, name="Siti", language="id").name,
            lambda: sign_up_by_phone(second.id, name="Budi", language="id").name,
        )
        assert "pin_needed" in results
        remaining = rows[results.index("pin_needed")]
        sign_up_by_phone(remaining.id, name="Budi", language="id", pin=PIN)

    assert [bool(row.pin) for row in PhoneNumber.objects.order_by("id")] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_add_one_number_at_a_time() -> None:
    user = UserFactory()
    rows = []
    for phone in (NUMBER, OTHER):
        rows.append(code_for(phone, purpose="add", user=user))
        check_code(rows[-1].id, latest_code())
    first, second = rows
    run_together(lambda: change_number(user, first.id), lambda: change_number(user, second.id))

    assert PhoneNumber.objects.filter(user=user, until=None).count() == 1
    assert PhoneNumber.objects.filter(user=user).count() == 2


@pytest.mark.django_db
def test_number_is_shared_by_eight_people_at_most() -> None:
    for _turn in range(8):
        with_phone(pin=PIN)
    row = code_for()
    check_code(row.id, latest_code())

    with pytest.raises(DomainError, match="phone_crowded"):
        sign_up_by_phone(row.id, name="Siti", language="id", pin=PIN)
    row.refresh_from_db()
    assert row.settled_at is None
