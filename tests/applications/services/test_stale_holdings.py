"""What its holder leaves lying returns to the queue, each working morning."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string

from accounts.enums import Role
from applications.models import Application
from applications.services import stale_holdings
from applications.services.claims import take
from applications.services.drafts import save_answers
from applications.services.stale_holdings import return_stale_holdings, untouched_since
from applications.services.transitions import perform
from common.dates.clock import JAKARTA
from notifications.models import OutboxMessage
from programs.enums import State
from reference.models import HolidayOverride
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
# Monday 9 November 2026 in the morning; no holiday until the end of the month.
MONDAY = datetime(2026, 11, 9, 3, tzinfo=UTC)


def morning(day: int) -> datetime:
    return datetime(2026, 11, day, 7, 10, tzinfo=JAKARTA)


def held_since_monday(cast: Cast | None = None) -> tuple[Cast, Application]:
    people = cast or cast_of()
    with time_machine.travel(MONDAY, tick=True):
        return people, make_application(people, stage="verification")


def lapsed_on(day: int) -> int:
    with time_machine.travel(morning(day), tick=True):
        return return_stale_holdings()


def test_three_whole_working_days_must_pass() -> None:
    cast, application = held_since_monday()
    assert [lapsed_on(day) for day in (10, 11, 12, 13)] == [0, 0, 0, 1]
    application.refresh_from_db()
    assert application.claimed_by is None
    row = application.holdings.get()
    assert (row.holder, row.ended_as) == (cast.verifier, "lapsed")
    assert lapsed_on(16) == 0


def test_weekends_and_holidays_do_not_count() -> None:
    HolidayOverride.objects.create(date=date(2026, 11, 11), name="Libur daerah", is_working=False)
    held_since_monday()
    assert [lapsed_on(day) for day in (13, 14, 15, 16)] == [0, 1, 0, 0]


def test_what_is_touched_counts_anew() -> None:
    cast, application = held_since_monday()
    with time_machine.travel(morning(11), tick=True):
        perform(
            cast.verifier,
            application.pk,
            "request_revision",
            reason="Foto KTP tidak terbaca.",
            data={"fields": ["answers.purpose"]},
        )
    # While the applicant corrects it, the holder has nothing to do.
    assert lapsed_on(20) == 0
    with time_machine.travel(morning(23), tick=True):
        save_answers(cast.owner, application.pk, {"purpose": "investment"})
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert [lapsed_on(day) for day in (26, 27)] == [0, 1]


def test_whoever_takes_it_over_has_the_whole_time() -> None:
    _cast, application = held_since_monday()
    colleague = OfficialFactory(role=Role.VERIFIER)
    with time_machine.travel(morning(12), tick=True):
        take(colleague, application.pk, from_another=True)
    assert [lapsed_on(day) for day in (13, 17, 18)] == [0, 0, 1]


def test_each_holder_gets_one_message() -> None:
    cast = cast_of()
    held = [held_since_monday()[1] for _ in range(2)]
    with time_machine.travel(MONDAY, tick=True):
        for application in held:
            take(cast.verifier, application.pk, from_another=True)
    other_cast, _other = held_since_monday(cast_of("35.15"))
    OutboxMessage.objects.all().delete()
    assert lapsed_on(13) == 3
    messages = OutboxMessage.objects.filter(key="holding.lapsed").order_by("recipient_id")
    assert [(m.recipient, m.context["count"]) for m in messages] == [
        (cast.verifier, 2),
        (other_cast.verifier, 1),
    ]
    body = render_to_string("notifications/holding.lapsed/body.txt", messages[0].context)
    assert "tidak dikerjakan selama 3 hari kerja" in body
    assert all(application.number in body for application in held)


def test_many_are_returned_in_several_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale_holdings, "AT_ONCE", 1)
    cast = cast_of()
    for _ in range(3):
        held = held_since_monday()[1]
        with time_machine.travel(MONDAY, tick=True):
            take(cast.verifier, held.pk, from_another=True)
    assert lapsed_on(13) == 3
    assert OutboxMessage.objects.filter(key="holding.lapsed").count() == 3


def test_the_number_of_days_is_a_setting(settings: Any) -> None:
    settings.HOLDING_STALE_AFTER_DAYS = 1
    held_since_monday()
    assert [lapsed_on(day) for day in (10, 11)] == [0, 1]


def test_the_bound_is_the_beginning_of_a_working_day() -> None:
    with time_machine.travel(morning(16), tick=False):
        assert untouched_since(3) == datetime(2026, 11, 11, tzinfo=JAKARTA)
        assert untouched_since(1) == datetime(2026, 11, 13, tzinfo=JAKARTA)


def test_what_nobody_holds_or_is_decided_stays() -> None:
    with time_machine.travel(MONDAY, tick=True):
        make_application(cast_of(), state=State.SUBMITTED)
        make_application(cast_of(), state=State.APPROVED)
    assert lapsed_on(27) == 0
