"""A correction that stays unanswered: two reminders, then the system closes the file."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from applications.models import Application, CorrectionWarning
from applications.policies.lapsing import next_reminder, planned_reminders, reminders_left
from applications.services.copies import copy_to_draft
from applications.services.drafts import save_answers
from applications.services.lapsing import attend_corrections, close_if_lapsed, remind
from applications.services.transitions import perform, perform_as_system
from common.dates.clock import JAKARTA
from common.errors import Conflict, NotPermitted
from notifications.models import OutboxMessage
from programs.enums import State, Transition
from programs.models import Edition
from tests.factories.programs import Cast, cast_of, make_application, make_document

pytestmark = pytest.mark.django_db
# Monday 2 November 2026; no holiday until the end of the month: ten working days end on the 16th.
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)


def morning(day: int) -> datetime:
    return datetime(2026, 11, day, 6, 20, tzinfo=JAKARTA)


def waiting(cast: Cast | None = None) -> tuple[Cast, Application]:
    people = cast or cast_of()
    with time_machine.travel(MONDAY, tick=True):
        return people, make_application(people, state=State.REVISION_REQUESTED)


def attended(day: int) -> tuple[int, int]:
    with time_machine.travel(morning(day), tick=True):
        return attend_corrections()


def messages(key: str) -> list[dict[str, Any]]:
    return list(
        OutboxMessage.objects.filter(key=key)
        .order_by("created_at")
        .values_list("context", flat=True)
    )


def test_reminders_leave_room_for_an_answer() -> None:
    assert (reminders_left(10), reminders_left(4)) == ((5, 1), (2, 1))
    first, last = planned_reminders(MONDAY.date(), 10, {})
    assert (first.day, last.day) == (9, 13)
    # An applicant whose reminder was late, as the worker was stopped, gets no two on one day.
    today = morning(20).date()
    assert next_reminder(morning(16).date(), 10, [], today, {}) == 1
    assert next_reminder(morning(16).date(), 10, [today], today, {}) == 0


def test_it_lapses_after_two_reminders_and_the_last_day() -> None:
    _cast, application = waiting()
    assert [attended(day) for day in (6, 9, 10, 13, 16)] == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]
    assert attended(17) == (0, 1)
    application.refresh_from_db()
    assert (application.state, application.due_on) == (State.WITHDRAWN, None)
    assert application.lapsed_at is not None
    event = application.events.order_by("id").last()
    assert event is not None
    assert (event.transition, event.actor, event.actor_role) == ("lapse", None, "system")
    assert attended(18) == (0, 0)


def test_the_reminders_name_the_last_day_and_go_out_once() -> None:
    waiting()
    attended(9)
    attended(9)
    attended(13)
    said = messages("application.correction_reminder")
    assert [(each["answer_by_on"], each["is_last"]) for each in said] == [
        ("2026-11-16", False),
        ("2026-11-16", True),
    ]
    attended(17)
    assert len(messages("application.lapsed")) == 1


def test_nothing_is_sent_or_closed_on_a_closed_day() -> None:
    waiting()
    assert attended(14) == (0, 0)


def test_after_a_stop_there_are_still_two_reminders_and_a_day_for_each() -> None:
    _cast, application = waiting()
    assert attended(23) == (1, 0)
    assert messages("application.correction_reminder")[0]["answer_by_on"] == "2026-11-25"
    assert attended(24) == (1, 0)
    assert attended(25) == (0, 0)
    assert attended(26) == (0, 1)
    assert Application.objects.get(pk=application.pk).lapsed_at is not None


def test_the_days_of_the_edition_come_before_the_office_standard() -> None:
    with time_machine.travel(MONDAY, tick=True):
        edition = Edition.objects.get(scheme__code="kur-mikro", valid_to=None)
        Edition.objects.filter(pk=edition.pk).update(correction_days=4)
        application = make_application(state=State.REVISION_REQUESTED)
    assert application.due_on is not None
    assert application.due_on.day == 6
    assert [attended(day) for day in (4, 5, 6, 9)] == [(1, 0), (1, 0), (0, 0), (0, 1)]


def test_three_days_are_too_few() -> None:
    edition = Edition.objects.filter(scheme__code="kur-mikro").latest("valid_from")
    with (
        pytest.raises(IntegrityError, match="edition_correction_days_enough"),
        transaction.atomic(),
    ):
        Edition.objects.filter(pk=edition.pk).update(correction_days=3)


def test_an_answer_ends_the_waiting_and_a_new_request_begins_it_anew() -> None:
    cast, application = waiting()
    attended(9)
    attended(13)
    with time_machine.travel(morning(16), tick=True):
        save_answers(cast.owner, application.pk, {"purpose": "investment"})
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
        assert not close_if_lapsed(application.pk)
        perform(cast.verifier, application.pk, "request_revision", reason="Foto masih kabur.")
    assert attended(17) == (0, 0)
    assert CorrectionWarning.objects.count() == 2


def test_no_person_lets_it_lapse_and_the_system_not_early() -> None:
    cast, application = waiting()
    with time_machine.travel(morning(17), tick=True):
        for person in (cast.owner, cast.verifier):
            with pytest.raises(NotPermitted) as refusal:
                perform(person, application.pk, "lapse")
            assert refusal.value.code == "system_only"
        with pytest.raises(Conflict) as early:
            perform_as_system(application.pk, Transition.LAPSE)
        assert early.value.code == "not_due"
        with pytest.raises(NotPermitted):
            perform_as_system(application.pk, Transition.SUBMIT)


def test_the_database_knows_only_withdrawn_lapses() -> None:
    application = make_application(state=State.SUBMITTED)
    with pytest.raises(IntegrityError, match="application_lapsed"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(lapsed_at=MONDAY)


def test_a_reminder_is_not_taken_back() -> None:
    _cast, application = waiting()
    with time_machine.travel(morning(9), tick=True):
        assert remind(application.pk)
        assert not remind(application.pk)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        CorrectionWarning.objects.update(number=2)


def lapsed(cast: Cast) -> Application:
    _cast, application = waiting(cast)
    for day in (9, 13, 17):
        attended(day)
    return Application.objects.get(pk=application.pk)


def test_one_button_copies_answers_and_documents() -> None:
    cast = cast_of()
    former = lapsed(cast)
    with time_machine.travel(morning(18), tick=True):
        draft = copy_to_draft(cast.owner, former.pk)
        assert (draft.state, draft.answers) == ("draft", former.answers)
        files = {"requirement", "version_id"}
        assert set(draft.attachments.values_list(*files)) == set(
            former.attachments.values_list(*files)
        )
        # A second press finds the first draft.
        with pytest.raises(Conflict) as again:
            copy_to_draft(cast.owner, former.pk)
    assert (again.value.code, again.value.params["id"]) == ("already_open", draft.pk)


def test_what_no_longer_fits_is_left_out() -> None:
    cast = cast_of()
    former = lapsed(cast)
    Application.objects.filter(pk=former.pk).update(
        answers={**former.answers, "purpose": "gone", "unknown": 1}
    )
    foreign = make_document(cast.owner, cast.enterprise, "old")
    former.attachments.create(
        requirement="no-longer-asked",
        version=foreign,
        attached_by=cast.owner,
        attached_at=MONDAY,
    )
    with time_machine.travel(morning(18), tick=True):
        draft = copy_to_draft(cast.owner, former.pk)
    assert not {"purpose", "unknown"} & {*draft.answers}
    assert not draft.attachments.filter(requirement="no-longer-asked").exists()


def test_an_open_file_is_not_copied() -> None:
    cast, application = waiting()
    with pytest.raises(Conflict) as refusal:
        copy_to_draft(cast.owner, application.pk)
    assert refusal.value.code == "not_closed"
