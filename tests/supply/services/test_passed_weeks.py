"""Weeks of an order that have passed are promised by nobody, and refused in words."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from supply.enums import LetterState
from supply.models import Invitation
from supply.selectors.plans.problem import build_problem
from supply.services.letters import sending as commitment_letters
from supply.services.letters.sending import send_letters
from supply.services.members.held_weeks import hold_weeks
from supply.services.plans.runs import Choices, ask_plan
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
    valid_until,
)
from tests.factories.products import next_weeks
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db


def on(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(10), tzinfo=clock.JAKARTA))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def an_offer() -> tuple[Any, Any, Any, Invitation, date]:
    """Return the exporter's head, the order, a member's owner, its offer and the first Monday."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    assert order.first_week is not None
    return head, order, owner, offered(owner, row, pieces=30), order.first_week


def test_letters_are_answered_while_their_first_week_can_be_promised() -> None:
    head, order, _owner, _row, monday = an_offer()
    plan = planned(head, order)
    with pytest.raises(InvalidInput, match="bad_answer_by"):
        send_letters(head, order.uid, plan_number=plan.number, answer_by=monday + timedelta(days=7))
    with on(monday + timedelta(days=6)), pytest.raises(Conflict, match="weeks_passed"):
        send_letters(head, order.uid, plan_number=plan.number, answer_by=clock.today())
    sunday = monday + timedelta(days=6)
    (letter,) = send_letters(head, order.uid, plan_number=plan.number, answer_by=sunday)
    assert clock.local_date(letter.answer_by) == sunday


def test_accepting_a_week_that_has_passed_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head, order, owner, _row, monday = an_offer()
    late = monday + timedelta(days=20)
    monkeypatch.setattr(commitment_letters, "_last_answer", lambda *_of: late)
    plan = planned(head, order)
    (letter,) = send_letters(head, order.uid, plan_number=plan.number, answer_by=late)
    path = f"/pesanan-bersama/surat/{letter.uid}/jawab/"
    with on(monday + timedelta(days=8)):
        answered = signed_in(owner).post(path, {"terima": "ya", "setuju": "ya"})
    assert answered.status_code == 409
    assert "sudah lewat" in answered.content.decode()
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING


def test_only_coming_weeks_are_held_and_planned() -> None:
    head, order, owner, row, monday = an_offer()
    with on(monday + timedelta(days=5)):
        assert len(hold_weeks(owner, row.uid)) == 4
    with on(monday + timedelta(days=8)):
        plan = ask_plan(head, order.uid, Choices())
        assert build_problem(plan).problem.offers[0].weekly_capacity == (0, 30, 30, 30)
    with on(monday + timedelta(days=15)):
        assert len(hold_weeks(owner, row.uid)) == 2
    with on(monday + timedelta(days=30)):
        answered = signed_in(owner).post(f"/pesanan-bersama/{row.uid}/", {"simpan": "ya"})
        assert answered.status_code == 302
        with pytest.raises(Conflict, match="weeks_passed"):
            hold_weeks(owner, row.uid)


def test_the_first_week_may_be_this_one() -> None:
    head, order, _owner, _row, monday = an_offer()
    plan = planned(head, order)
    with on(monday + timedelta(days=2)):
        assert letters_sent(head, order, plan)


def test_weeks_that_count_nothing_are_neither_asked_for_nor_held() -> None:
    head, exporter = exporter_of_record()
    # Material is there in the third of four weeks.
    begins = next_weeks(1)[0]
    order = an_order(head, exporter, material_on=begins + timedelta(weeks=2))
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    client, path = signed_in(owner), f"/pesanan-bersama/{row.uid}/"
    page = client.get(path).content.decode()
    assert [f'name="week_{place}"' in page for place in range(1, 5)] == [False, False, True, True]
    rest = {"unit_price": "400000", "min_lot": "0", "valid_until": valid_until().isoformat()}
    nothing = send_as_shown(client, path, {**rest, "week_3": "0", "week_4": "0"})
    assert "Isi paling sedikit satu pekan" in nothing.content.decode()
    sent = {**rest, "week_1": "9", "week_3": "30", "week_4": "20"}
    assert send_as_shown(client, path, sent).status_code == 302
    row.refresh_from_db()
    assert row.pieces == [0, 0, 30, 20]
    # As offers were before the form left these weeks out.
    Invitation.objects.filter(pk=row.pk).update(pieces=[30, 30, 30, 30])
    assert [each.week for each in hold_weeks(owner, row.uid)] == [
        begins + timedelta(weeks=2),
        begins + timedelta(weeks=3),
    ]
    with on(begins + timedelta(days=30)):
        late = signed_in(owner).get(path)
        assert late.status_code == 200
        assert 'name="week_' not in late.content.decode()
