"""The owner's turn outside the portal: it begins, is reminded of, is reported once, passes on."""

from datetime import UTC, datetime
from typing import Any

import pgtrigger
import pytest
import time_machine
from django.db import IntegrityError, transaction

from applications.models import Application, OutsideReminder, OutsideStep
from applications.policies.outside_steps import clean_number, number_fault, planned_reminders
from applications.selectors.outside_steps import mine_to_close, to_close, without_report
from applications.selectors.status import turn_of
from applications.services.clock import due_on
from applications.services.outside_steps import (
    attend_steps,
    remind,
    report_step,
    step_row,
    step_values,
)
from applications.services.transitions import perform
from common.dates.clock import JAKARTA
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.enums import HelperAct
from enterprises.models import Member, OwnerNotice
from enterprises.services.registration import open_membership
from notifications.models import OutboxMessage
from programs.enums import State, Turn
from programs.models import Stage
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.programs import CLOSING, REASON, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
# Monday 2 November 2026; no holiday until the end of the month: ten working days end on the 16th.
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)


def morning(day: int) -> datetime:
    return datetime(2026, 11, day, 6, 25, tzinfo=JAKARTA)


def approved() -> tuple[Cast, Application]:
    """Return a file of KUR whose owner has to take it to a bank since the 2nd."""
    cast = cast_of()
    with time_machine.travel(MONDAY, tick=True):
        return cast, make_application(cast, state=State.APPROVED)


def in_review() -> tuple[Cast, Application]:
    """Return a file that waits for its owner in a stage of the review since the 2nd."""
    Stage.objects.filter(edition__scheme__code="kur-mikro", code="verification").update(
        is_outside=True, waits_for_applicant=True, working_days=None
    )
    cast = cast_of()
    with time_machine.travel(MONDAY, tick=True):
        return cast, make_application(cast, stage="verification")


def attended(day: int) -> int:
    with time_machine.travel(morning(day), tick=True):
        return attend_steps()


def messages(key: str) -> list[dict[str, Any]]:
    rows = OutboxMessage.objects.filter(key=key).order_by("created_at")
    return list(rows.values_list("context", flat=True))


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_a_number_is_one_of_a_document() -> None:
    assert clean_number("  sh-12 \n 3/x ") == "SH-12 3/X"
    assert not any(number_fault(text) for text in ("ID3511/2026", "P-IRT 2063", "B-1"))
    for text in ("AB", "ABC", "A1" * 31, ""):
        assert number_fault(text) == "number_unreadable"
    # A number of OSS has seventeen digits, one of a P-IRT fifteen.
    assert not any(number_fault(text) for text in ("12000000007770001", "206357801012325"))
    for personal in (
        "3578012345678901",
        "3578 0123 4567 8901",
        "3578-0123-4567-8901",
        "NIK 3578012345678901",
        "3578012345678901/2026",
        "13.175.294.1-565.000",
    ):
        assert number_fault(personal) == "number_looks_personal"
    # Marks that nobody sees go, and the dashes of a PDF are hyphens.
    assert clean_number("１2３\x00") == clean_number("1\u202e23") == "123"
    dashes = (clean_number(f"470{dash}12/2026") for dash in "-\u2011\u2013\u2212")
    assert {*dashes} == {"470-12/2026"}
    for hostile in ("<b>1</b>", "=1+1"):
        assert number_fault(clean_number(hostile)) == "number_unreadable"


def test_reminders_are_never_planned_on_one_day() -> None:
    for days in (1, 2, 3, 10):
        first, last = planned_reminders(MONDAY.date(), days, {})
        assert MONDAY.date() < first < last


def test_an_approval_begins_it_with_a_date_a_message_and_two_reminders() -> None:
    _cast, application = approved()
    step = OutsideStep.objects.get(application=application)
    assert (step.stage.code, step.days, step.closed_at) == ("bank-receipt", 10, None)
    assert str(fresh(application).due_on) == "2026-11-16"
    assert turn_of(fresh(application)) == Turn.APPLICANT
    begun = messages("outside.begun")
    assert [(each["by_on"], each["stage_id"]) for each in begun] == [
        ("2026-11-16", "Membawa berkas ke bank")
    ]
    assert begun[0]["todo_id"] != begun[0]["place_id"]
    assert [attended(day) for day in (6, 9, 9, 10, 13, 14, 16, 17, 24)] == [
        0, 1, 0, 0, 1, 0, 0, 0, 0,
    ]  # fmt: skip
    said = messages("outside.reminder")
    assert [(each["is_last"], each["has_passed"]) for each in said] == [
        (False, False),
        (True, False),
    ]
    # An owner who got no reminder while the worker was stopped reads that the date has passed.
    assert fresh(application).state == State.APPROVED


def test_late_reminders_say_that_the_date_has_passed_and_a_report_ends_them() -> None:
    cast, application = approved()
    assert attended(20) == 1
    assert messages("outside.reminder")[0]["has_passed"]
    with time_machine.travel(morning(23), tick=True):
        report_step(cast.owner, application.pk, result="done")
        assert not remind(application.pk)
    assert attended(24) == 0


def test_a_report_passes_the_turn_on_to_the_bank_and_is_made_once() -> None:
    cast, application = approved()
    with time_machine.travel(morning(4), tick=True):
        step = report_step(cast.owner, application.pk, result="done", number="b-12", note="  ok ")
    assert (step.number, step.note, step.reported_by) == ("B-12", "ok", cast.owner)
    now = fresh(application)
    assert (turn_of(now), now.due_on, now.reported_turn) == (Turn.PARTNER, None, "partner")
    assert messages("outside.reported")[0]["reference"] == "B-12"
    with pytest.raises(Conflict) as again:
        report_step(cast.owner, application.pk, result="done")
    assert again.value.code == "already_reported"
    perform(cast.decider, application.pk, "complete", **CLOSING)
    event = now.events.order_by("id").last()
    assert event is not None
    assert event.data["open_stages"] == ["bank-decision"]
    assert fresh(application).reported_turn == ""
    step.refresh_from_db()
    assert step.closed_at is not None


def test_who_does_not_go_on_gives_the_turn_to_the_office_which_finds_it_in_a_list() -> None:
    cast, application = approved()
    elsewhere = OfficialFactory(role="decider", regency="35.07")
    with time_machine.travel(morning(18), tick=True):
        for official, count in ((cast.decider, 1), (cast.verifier, 1), (elsewhere, 0)):
            assert without_report(official).count() == count
        step = report_step(cast.owner, application.pk, result="declined")
        assert turn_of(fresh(application)) == Turn.OFFICE
        assert not without_report(cast.decider).exists()
        assert [list(to_close(each)) for each in (cast.verifier, elsewhere)] == [[step], []]
        assert list(mine_to_close(cast.decider)) == [step]
        assert not mine_to_close(cast.verifier).exists()
        perform(cast.decider, application.pk, "complete", **CLOSING)
        assert not to_close(cast.decider).exists()


def test_in_the_review_the_office_goes_on_within_its_days() -> None:
    cast, application = in_review()
    assert str(application.due_on) == "2026-11-16"
    with time_machine.travel(morning(4), tick=True):
        report_step(cast.owner, application.pk, result="done")
        now = fresh(application)
        assert (turn_of(now), str(now.due_on)) == (Turn.OFFICE, "2026-11-06")
        assert due_on(now, list(now.events.order_by("id"))) == now.due_on
        # A correction keeps the report; the next stage ends it.
        perform(cast.verifier, application.pk, "request_revision", reason="Foto masih kabur.")
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
        assert turn_of(fresh(application)) == Turn.OFFICE
        perform(cast.verifier, application.pk, "pass_stage", reason=REASON)
    now = fresh(application)
    assert now.reported_turn == ""
    assert OutsideStep.objects.get(application=now).closed_at is not None
    with pytest.raises(Conflict) as none:
        report_step(cast.owner, application.pk, result="done")
    assert none.value.code == "nothing_to_report"


def test_a_correction_before_the_report_begins_it_anew() -> None:
    cast, application = in_review()
    with time_machine.travel(morning(4), tick=True):
        perform(cast.verifier, application.pk, "request_revision", reason="Foto masih kabur.")
        with pytest.raises(Conflict):
            report_step(cast.owner, application.pk, result="done")
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert OutsideStep.objects.filter(application=application, closed_at=None).count() == 1
    assert str(fresh(application).due_on) == "2026-11-18"
    # The office may go on without a report.
    with time_machine.travel(morning(5), tick=True):
        perform(cast.verifier, application.pk, "pass_stage", reason=REASON)
    assert not OutsideStep.objects.filter(application=application, closed_at=None).exists()
    assert attended(18) == 0


def test_the_days_of_the_edition_come_before_the_office_standard() -> None:
    Stage.objects.filter(edition__scheme__code="kur-mikro", code="bank-receipt").update(
        working_days=3
    )
    _cast, application = approved()
    assert str(fresh(application).due_on) == "2026-11-05"


def test_a_file_from_before_has_the_report_without_a_date() -> None:
    cast, application = approved()
    with pgtrigger.ignore("applications.OutsideStep:outside_step_stays"):
        OutsideStep.objects.all().delete()
    Application.objects.update(due_on=None)
    assert attended(16) == 0
    step = report_step(cast.owner, application.pk, result="done")
    assert step.days is None
    assert turn_of(fresh(application)) == Turn.PARTNER


def test_every_error_of_a_report_is_said_at_once_and_nothing_is_written() -> None:
    cast, application = approved()
    with pytest.raises(InvalidInput) as refused:
        report_step(
            cast.owner, application.pk, result="maybe", number="3578012345678901", note="x" * 1001
        )
    assert [error.code for error in refused.value.errors] == [
        "bad_result", "number_looks_personal", "bad_note",
    ]  # fmt: skip
    for stranger in (UserFactory(), cast_of().owner):
        with pytest.raises(NotFound):
            report_step(stranger, application.pk, result="done")
    with pytest.raises(NotPermitted, match="not_applicant"):
        report_step(cast.decider, application.pk, result="done")
    row = step_row(application)
    stale = FormSnapshot.of(row, step_values(Stage.objects.exclude(code="bank-receipt")[0]))
    with pytest.raises(Conflict) as moved:
        report_step(cast.owner, application.pk, result="done", shown=stale)
    assert moved.value.code == "changed_meanwhile"
    assert OutsideStep.objects.get().reported_at is None


def test_the_database_keeps_one_report_and_one_present_step() -> None:
    cast, application = approved()
    step = OutsideStep.objects.get()
    with pytest.raises(IntegrityError, match="outside_step_one_present"), transaction.atomic():
        OutsideStep.objects.create(
            application=application, stage=step.stage, opened_at=step.opened_at
        )
    with pytest.raises(IntegrityError, match="report_is_whole"), transaction.atomic():
        OutsideStep.objects.update(number="B-1")
    report_step(cast.owner, application.pk, result="done")
    with pytest.raises(IntegrityError, match="a reported step stays"), transaction.atomic():
        OutsideStep.objects.update(number="B-2")
    with pytest.raises(Exception, match="outside_step_stays"), transaction.atomic():
        OutsideStep.objects.all().delete()
    with pytest.raises(IntegrityError, match="reported_turn_fits"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(reported_turn="nobody")
    assert not OutsideReminder.objects.exists()


def test_an_owner_without_account_hears_that_the_helper_reported() -> None:
    cast, application = approved()
    helper = HelperFactory()
    Member.objects.filter(enterprise=cast.enterprise).update(until=MONDAY)
    open_membership(helper, cast.enterprise, channel="web")
    report_step(helper, application.pk, result="declined")
    told = OwnerNotice.objects.get(act=HelperAct.REPORTED)
    assert (told.way, told.about, told.helper) == ("", application.number, helper)
