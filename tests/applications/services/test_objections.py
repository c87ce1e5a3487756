"""An objection to a refusal: filed in time, reviewed by an outsider, answered, and reopened."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, Objection, ObjectionStatus
from applications.permissions import allowed_transitions
from applications.selectors.objections import (
    latest_rejection,
    objection_for,
    open_in_scope,
    other_open,
    terms_on,
    to_do,
    window_of,
)
from applications.services import objections
from applications.services.drafts import create_draft
from applications.services.objections import (
    answer_objection,
    attend_objections,
    file_objection,
    review_objection,
)
from applications.services.transitions import perform, perform_as_system
from common.dates import clock
from common.dates.clock import JAKARTA
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.models import Member
from notifications.models import OutboxMessage
from programs.enums import State, Transition
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.objections import (
    ANSWER,
    GROUNDS,
    REVIEW,
    objected,
    outsider,
    refused,
    reviewed,
)
from tests.factories.programs import ANSWERS, REASON

pytestmark = pytest.mark.django_db
# Monday 2 November 2026; no holiday until the end of the month.
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)


def on(day: int, month: int = 11) -> Any:
    return time_machine.travel(datetime(2026, month, day, 6, 15, tzinfo=JAKARTA), tick=True)


def keys() -> list[str]:
    written = OutboxMessage.objects.filter(key__regex=r"^(objection\.|application\.reopened)")
    return list(written.order_by("created_at").values_list("key", flat=True))


def refusal(code: str, kind: type[Exception], work: Any) -> None:
    with pytest.raises(kind) as raised:
        work()
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_the_days_are_those_of_the_law() -> None:
    terms = terms_on(date(2026, 11, 2))
    assert (terms.file, terms.answer, terms.follow, terms.appeal) == (21, 10, 5, 10)
    assert (terms.basis, terms.appeal_basis) == ("UU 30/2014, Pasal 77", "UU 30/2014, Pasal 78")
    assert not terms.is_verified


def test_the_time_starts_the_day_after_delivery() -> None:
    with on(2):
        _cast, application = refused(delivered_on=date(2026, 11, 2))
    rejection = latest_rejection(application)
    assert rejection is not None
    window = window_of(rejection, date(2026, 11, 2))
    assert window.until == date(2026, 12, 1)
    assert (window.is_open(date(2026, 12, 1)), window.is_open(date(2026, 12, 2))) == (True, False)


def test_without_delivery_the_time_does_not_start() -> None:
    with on(2):
        cast, application = refused()
    with on(30, month=12):
        assert file_objection(cast.owner, application.pk, grounds=GROUNDS).status == "filed"


def test_one_that_comes_too_late_is_refused() -> None:
    with on(2):
        cast, application = refused(delivered_on=date(2026, 11, 2))
    with on(2, month=12):
        refusal(
            "objection_too_late",
            Conflict,
            lambda: file_objection(cast.owner, application.pk, grounds=GROUNDS),
        )


def test_upheld_reopens_for_a_decision_in_five_days() -> None:
    with on(2):
        cast, objection = reviewed()
        answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    application = Application.objects.get(pk=objection.application_id)
    assert application.state == State.IN_REVIEW
    assert application.stage is not None
    assert (application.stage.code, application.due_on) == ("decision", date(2026, 11, 9))
    assert (application.decided_by, application.decided_at) == (None, None)
    last = application.events.order_by("id").last()
    assert last is not None
    assert (last.transition, last.actor, last.reason) == ("reopen", None, ANSWER)
    assert keys() == ["objection.filed", "objection.reviewed", "application.reopened"]
    perform(cast.decider, application.pk, "approve", reason=REASON)


def test_refused_names_the_appeal_and_stays_refused() -> None:
    cast, objection = reviewed(proposes_upholding=False)
    answer_objection(
        cast.decider, objection.pk, upheld=False, answer="Alasan penolakan tetap berlaku."
    )
    application = Application.objects.get(pk=objection.application_id)
    assert application.state == State.REJECTED
    assert keys()[-1] == "objection.refused"
    said = OutboxMessage.objects.get(key="objection.refused").context
    assert (said["days"], said["basis"]) == (10, "UU 30/2014, Pasal 78")
    refusal(
        "objection_exists",
        Conflict,
        lambda: file_objection(cast.owner, application.pk, grounds=GROUNDS),
    )


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_silence_reopens(is_reviewed: bool) -> None:
    with on(2):
        _cast, objection = reviewed() if is_reviewed else objected()
    assert objection.due_on == date(2026, 11, 16)
    with on(16):
        assert attend_objections() == (0, 0)
    with on(17):
        assert attend_objections() == (1, 0)
        assert attend_objections() == (0, 0)
    objection.refresh_from_db()
    assert (objection.status, objection.answered_by) == (ObjectionStatus.UNANSWERED, None)
    application = Application.objects.get(pk=objection.application_id)
    assert (application.state, application.due_on) == (State.IN_REVIEW, date(2026, 11, 24))
    assert "dianggap dikabulkan" in application.events.order_by("-id")[0].reason


def test_one_that_fails_keeps_no_other_from_its_day(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with on(2):
        failing, other = objected()[1], objected()[1]
    perform = objections.answer_by_silence

    def fail_once(key: int) -> bool:
        if key == failing.pk:
            raise IntegrityError("a trigger refused it")
        return perform(key)

    monkeypatch.setattr(objections, "answer_by_silence", fail_once)
    with on(17):
        assert attend_objections() == (1, 0)
    other.refresh_from_db()
    assert other.status == ObjectionStatus.UNANSWERED
    assert str(failing.pk) in caplog.text


def test_who_holds_no_role_of_the_file_does_not_review_it() -> None:
    _cast, objection = objected()
    curator = outsider(Role.CURATOR)
    assert waiting_for(curator) == []
    refusal(
        "not_your_stage",
        NotPermitted,
        lambda: review_objection(curator, objection.pk, review=REVIEW, proposes_upholding=True),
    )


def test_a_second_refusal_may_be_objected_to_again() -> None:
    cast, objection = reviewed()
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    application = perform(
        cast.decider, objection.application_id, "reject", reason="Catatan bulan Oktober tidak asli."
    )
    again = file_objection(cast.owner, application.pk, grounds=GROUNDS)
    assert again.rejection_id != objection.rejection_id


def test_another_open_file_makes_the_reopening_wait() -> None:
    cast, objection = reviewed()
    other = create_draft(
        cast.owner, scheme="kur-mikro", enterprise_id=cast.enterprise.pk, answers=ANSWERS
    )
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    objection.refresh_from_db()
    assert (objection.status, objection.reopened_at) == ("upheld", None)
    assert keys()[-1] == "objection.waits"
    assert OutboxMessage.objects.get(key="objection.waits").context["other"] == other.number
    assert attend_objections() == (0, 0)
    perform(cast.owner, other.pk, "withdraw")
    assert attend_objections() == (0, 1)
    assert Application.objects.get(pk=objection.application_id).state == State.IN_REVIEW


def test_a_file_that_opens_at_the_moment_of_the_answer_is_named_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast, objection = reviewed()
    other = create_draft(
        cast.owner, scheme="kur-mikro", enterprise_id=cast.enterprise.pk, answers=ANSWERS
    )
    seen = iter([None])
    monkeypatch.setattr(objections, "other_open", lambda row: next(seen, other_open(row)))
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    objection.refresh_from_db()
    assert (objection.status, objection.reopened_at) == ("upheld", None)
    assert OutboxMessage.objects.get(key="objection.waits").context["other"] == other.number


def test_only_the_owner_objects() -> None:
    cast, application = refused()
    helper = HelperFactory()
    Member.objects.create(
        enterprise=cast.enterprise, user=helper, role=Role.HELPER, since=clock.now()
    )
    refusal(
        "owner_objects",
        NotPermitted,
        lambda: file_objection(helper, application.pk, grounds=GROUNDS),
    )
    for stranger in (UserFactory(), OfficialFactory(role=Role.VERIFIER, regency="35.01")):
        refusal(
            "not_found",
            NotFound,
            lambda person=stranger: file_objection(person, application.pk, grounds=GROUNDS),
        )
    refusal(
        "not_applicant",
        NotPermitted,
        lambda: file_objection(cast.decider, application.pk, grounds=GROUNDS),
    )


@pytest.mark.sampled
@pytest.mark.parametrize(
    "grounds", ["", "   ", "tidak", "tidak tidak tidak", "a\x00b " * 5, "x" * 5000]
)
def test_grounds_must_say_something(grounds: str) -> None:
    cast, application = refused()
    with pytest.raises(InvalidInput) as raised:
        file_objection(cast.owner, application.pk, grounds=grounds)
    assert raised.value.field == "grounds"


def test_whoever_did_a_step_does_not_review() -> None:
    cast, objection = objected()
    for person in (cast.verifier, cast.analyst, cast.decider):
        refusal(
            "did_a_step",
            NotPermitted,
            lambda who=person: review_objection(
                who, objection.pk, review=REVIEW, proposes_upholding=True
            ),
        )
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.01")
    refusal(
        "not_found",
        NotFound,
        lambda: review_objection(elsewhere, objection.pk, review=REVIEW, proposes_upholding=True),
    )
    auditor = OfficialFactory(role=Role.STAFF, regency="35.78")
    with pytest.raises((NotFound, NotPermitted)):
        review_objection(auditor, objection.pk, review=REVIEW, proposes_upholding=True)


def test_the_reviewer_does_not_sign_and_nobody_signs_without_a_review() -> None:
    cast, objection = objected()
    refusal(
        "stale",
        Conflict,
        lambda: answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER),
    )
    colleague = outsider(Role.DECIDER)
    with pytest.raises(InvalidInput, match="nik_in_reason"):
        review_objection(
            colleague, objection.pk, review=f"{REVIEW} 3578014506800001", proposes_upholding=True
        )
    review_objection(colleague, objection.pk, review=REVIEW, proposes_upholding=True)
    refusal(
        "reviewer_answers",
        NotPermitted,
        lambda: answer_objection(colleague, objection.pk, upheld=True, answer=ANSWER),
    )
    refusal(
        "not_your_stage",
        NotPermitted,
        lambda: answer_objection(cast.analyst, objection.pk, upheld=True, answer=ANSWER),
    )
    refusal(
        "stale",
        Conflict,
        lambda: review_objection(outsider(), objection.pk, review=REVIEW, proposes_upholding=True),
    )


def test_a_person_does_not_reopen_and_the_system_not_without_an_objection() -> None:
    cast, application = refused()
    refusal(
        "system_only",
        NotPermitted,
        lambda: perform(cast.decider, application.pk, "reopen", reason=REASON),
    )
    assert "reopen" not in allowed_transitions(cast.decider, application)
    file_objection(cast.owner, application.pk, grounds=GROUNDS)
    refusal(
        "no_objection",
        Conflict,
        lambda: perform_as_system(application.pk, Transition.REOPEN, reason=ANSWER),
    )


def write(objection: Objection, **values: Any) -> None:
    with transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(**values)


def test_the_database_holds_who_may_review_and_sign() -> None:
    cast, objection = objected()
    said = {"review": REVIEW, "proposes_upholding": True, "reviewed_at": clock.now()}
    for person in (cast.verifier, cast.analyst, cast.decider, cast.owner):
        with pytest.raises(IntegrityError, match="may not"):
            write(objection, status="reviewed", reviewed_by=person, **said)
    reviewer = outsider(Role.DECIDER)
    write(objection, status="reviewed", reviewed_by=reviewer, **said)
    answer = {"status": "upheld", "answer": ANSWER, "answered_at": clock.now()}
    with pytest.raises(IntegrityError, match="objection_four_eyes"):
        write(objection, answered_by=reviewer, **answer)
    with pytest.raises(IntegrityError, match="objection_answered_by_its_status"):
        write(objection, **answer)
    write(objection, answered_by=cast.decider, **answer)
    with pytest.raises(IntegrityError, match="stays"):
        write(objection, answer="Lain sama sekali.")
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        objection.delete()


def test_one_objection_for_one_refusal() -> None:
    cast, objection = objected()
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            application=objection.application,
            rejection=objection.rejection,
            grounds=GROUNDS,
            filed_by=cast.owner,
            filed_at=clock.now(),
            due_on=clock.today() + timedelta(days=1),
        )


def waiting_for(person: User) -> list[Objection]:
    return list(to_do(User.objects.get(pk=person.pk)))


def test_each_sees_what_waits_for_them_in_their_region() -> None:
    cast, objection = objected()
    reviewer, elsewhere = outsider(), outsider(regency="35.01")
    province = outsider(Role.ANALYST, regency=None)
    assert [waiting_for(person) for person in (reviewer, province, elsewhere)] == [
        [objection],
        [objection],
        [],
    ]
    assert waiting_for(cast.verifier) == waiting_for(cast.decider) == []
    assert list(open_in_scope(elsewhere)) == []
    with pytest.raises(NotFound):
        objection_for(elsewhere, objection.pk)
    review_objection(reviewer, objection.pk, review=REVIEW, proposes_upholding=True)
    assert (waiting_for(reviewer), waiting_for(cast.decider)) == ([], [objection])
