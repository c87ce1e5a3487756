"""Files that the office does not decide in time: its lead is warned, then silence approves."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, SilenceWarning
from applications.selectors.deemed_approval import deadline_now
from applications.selectors.letters import letters_of
from applications.services.deemed_approval import approve_if_silent, attend_undecided
from applications.services.drafts import create_draft, save_answers
from applications.services.transitions import perform, perform_as_system
from common.dates.clock import JAKARTA
from common.errors import Conflict, NotPermitted
from enterprises.models import Member
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter
from letters.selectors.letters import waiting_for
from letters.selectors.verified import verified_by_code, verified_by_sha256
from letters.services.signing import ask
from letters.services.signing import sign_asked as sign_next
from letters.services.status import change
from letters.signers.base import KeyMissing
from letters.tasks import sign_asked
from notifications.models import OutboxMessage
from permits.models import Permit
from programs.enums import State, Transition
from programs.models import Edition
from programs.selectors.catalogue import edition_on
from reference.models import LegalParameter
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter
from tests.factories.permits import PermitFile, file_to_decide
from tests.factories.programs import REASON, Cast, add_documents, make_application
from tests.factories.schemes import applicant_of, fitting_answers

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=JAKARTA)


def at(day: int, hour: int = 6, minute: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


def attended(day: int, hour: int = 6) -> tuple[int, int]:
    with time_machine.travel(at(day, hour), tick=False):
        return attend_undecided()


def waiting(stage: str = "", scheme: str = "merek-umk") -> tuple[PermitFile, User]:
    """Return a file of Monday the 2nd, and the head of its office: five days end on the 9th."""
    with time_machine.travel(MONDAY, tick=False):
        file = file_to_decide(scheme, stage=stage)
        head = OfficialFactory(role=Role.DECIDER)
        office_that_signs(head)
    return file, head


def messages(key: str) -> list[dict[str, Any]]:
    rows = OutboxMessage.objects.filter(key=key).order_by("created_at")
    return list(rows.values_list("context", flat=True))


def test_the_time_is_the_laws_where_the_office_gives_itself_less() -> None:
    file, _head = waiting()
    with time_machine.travel(at(3), tick=False):
        found = deadline_now(file.application)
        assert found is not None
        # Three days of all stages together; the law's five count (UU 30/2014, art. 53).
        assert (found.days, found.last_day) == (5, date(2026, 11, 9))
        assert "UU 30/2014" in found.basis
        # No other edition knows any.
        assert deadline_now(make_application(state=State.SUBMITTED)) is None


def test_the_lead_is_told_twice_and_then_silence_approves() -> None:
    file, head = waiting()
    done = [attended(day) for day in (4, 5, 5, 6, 7, 9)]
    assert done == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]
    warned = OutboxMessage.objects.filter(key="decision.due").order_by("created_at")
    assert [(each.recipient, each.context["left"]) for each in warned] == [(head, 2), (head, 1)]
    assert attended(10, 0) == (0, 1)
    assert attended(10) == (0, 0)
    application = file.reread()
    assert (application.state, application.decided_by) == (State.APPROVED, None)
    event = application.events.latest("id")
    assert (event.transition, event.actor, event.actor_role) == ("approve", None, "system")
    assert "dalam 5 hari kerja, sampai Senin, 9 November 2026" in event.reason
    (told,) = messages("application.deemed_approved")
    assert told["reason"] == event.reason
    assert messages("application.approved") == []


def test_the_owner_gets_a_sealed_statement_that_the_letter_replaces() -> None:
    file, head = waiting()
    attended(10, 0)
    with time_machine.travel(at(10, 7), tick=False):
        older = waiting_letter(head.postings.get().agency)
        assert sign_asked() == 1
        statement, letter = letters_of(file.application)
        assert (statement.status, statement.is_statement) == (LetterStatus.VALID, True)
        assert (statement.number, statement.signed_by) == (None, None)
        assert statement.content is not None
        body = statement.content["texts"]["id"]["body"]
        for fact in (file.application.number, "2 November 2026", "17 November 2026", "UU 30/2014"):
            assert fact in body, fact
        known = verified_by_code(statement.code)
        assert known is not None
        assert (known.status, known.number) == ("valid", file.application.number)
        assert verified_by_sha256(statement.sha256) == known
        assert not Permit.objects.exists()
        assert len(messages("letter.statement")) == 1
        # The owed letter comes before an older one, and says why.
        assert (letter.follows, letter.sign_by) == (statement, date(2026, 11, 17))
        assert {*waiting_for(head)} == {letter, older}
        assert [each.error for each in ask(head, [statement.pk])] != [""]
        with pytest.raises(Conflict):
            change(head, statement.pk, LetterAction.REVOKED, "Salah menurut kami.")
        assert ask(head, [letter.pk])[0].error == ""
        assert sign_asked() == 1
        statement.refresh_from_db()
        letter.refresh_from_db()
        assert (statement.status, statement.superseded_by) == (LetterStatus.SUPERSEDED, letter)
        assert Permit.objects.get().letter == letter
        # That a statement gave way is no news beside the letter itself.
        assert (len(messages("letter.signed")), messages("letter.changed")) == (1, [])


def test_a_statement_waits_for_a_lost_key_and_is_sealed_after_it() -> None:
    file, _head = waiting()
    attended(10, 0)
    with time_machine.travel(at(10, 7), tick=False) as now:
        with mock.patch("letters.signers.seal.SealSigner.sign", side_effect=KeyMissing):
            assert sign_asked() == 1
            assert sign_asked() == 0
        statement = letters_of(file.application)[0]
        assert (statement.status, statement.trouble) == (LetterStatus.WAITING, "key_missing")
        assert messages("letter.statement") == []
        now.shift(timedelta(minutes=6))
        assert sign_asked() == 1
        statement.refresh_from_db()
        assert (statement.status, statement.trouble) == (LetterStatus.VALID, "")


def test_a_letter_that_is_signed_first_needs_no_statement() -> None:
    file, head = waiting()
    attended(10, 0)
    with time_machine.travel(at(10, 7), tick=False):
        statement, letter = letters_of(file.application)
        assert ask(head, [letter.pk])[0].error == ""
        assert sign_next()
        statement.refresh_from_db()
        assert statement.status == LetterStatus.CANCELLED
        assert sign_asked() == 0
    assert [each.pk for each in letters_of(file.application)] == [letter.pk]


def test_a_file_that_nobody_opened_is_approved_too_and_catches_up() -> None:
    with time_machine.travel(MONDAY, tick=False):
        file = file_to_decide("surat-kelompok-usaha", stage="completeness")
    # Nobody was warned, since nothing ran for two weeks.
    assert attended(23) == (0, 1)
    application = file.reread()
    assert application.state == State.APPROVED
    assert not SilenceWarning.objects.exists()


def test_a_submitted_file_is_begun_and_approved_by_the_system() -> None:
    with time_machine.travel(MONDAY, tick=False):
        owner, enterprise = applicant_of("merek-umk")
        answers = fitting_answers(edition_on("merek-umk", MONDAY.date()))
        draft = create_draft(
            owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=answers
        )
        add_documents(Cast(owner, owner, owner, owner, enterprise), draft)
        perform(owner, draft.pk, "submit", data={"declaration": True})
    assert attended(10, 0) == (0, 1)
    names = draft.events.order_by("id").values_list("transition", "actor_role")
    assert list(names) == [("submit", "owner"), ("start_review", "system"), ("approve", "system")]
    # That a review began for its end is no news.
    assert messages("application.in_review") == []


def test_a_correction_stops_the_time_and_an_answer_lets_it_go_on() -> None:
    file, _head = waiting("completeness")
    with time_machine.travel(at(4, 9), tick=False):
        perform(file.official, file.application.pk, "request_revision", reason="Foto masih kabur.")
    # The correction itself may be answered until the 18th.
    assert attended(16) == (0, 0)
    with time_machine.travel(at(16, 9), tick=False):
        save_answers(file.owner, file.application.pk, {"goods": "Batik tulis"})
        perform(file.owner, file.application.pk, "submit", data={"declaration": True})
        found = deadline_now(file.reread())
    # Two of five days were used; eight of waiting do not count.
    assert found is not None
    assert found.last_day == date(2026, 11, 19)
    assert attended(19) == (0, 0)
    assert attended(20, 0) == (0, 1)


def test_what_a_rule_refuses_today_stays_with_a_person(caplog: pytest.LogCaptureFixture) -> None:
    file, head = waiting()
    enterprise = file.application.enterprise
    enterprise.annual_sales = 90_000_000_000
    enterprise.save()
    assert attended(10, 0) == (0, 0)
    assert file.reread().state == State.IN_REVIEW
    assert "stays undecided: not_eligible" in caplog.text
    with time_machine.travel(at(10, 7), tick=False):
        page = web_client(head).get(
            f"/admin/applications/application/{file.application.pk}/change/"
        )
        assert "Batas waktu keputusan lewat pada Senin, 9 November 2026" in text_of(page)
        # Nor does a figure that is missing break a page.
        LegalParameter.objects.filter(key="letter.decide").update(value="")
        own = web_client(file.owner).get(f"/pengajuan/{file.application.pk}/")
        assert own.status_code == 200
        assert attend_undecided() == (0, 0)


def test_nobody_else_approves_so_and_the_system_not_early() -> None:
    file, _head = waiting()
    key = file.application.pk
    with time_machine.travel(at(9), tick=False), pytest.raises(Conflict) as early:
        perform_as_system(key, Transition.APPROVE, reason=REASON)
    assert early.value.code == "not_due"
    other = make_application(stage="decision")
    with time_machine.travel(datetime(2027, 11, 9, tzinfo=JAKARTA), tick=False):
        assert not approve_if_silent(other.pk)
        with pytest.raises(Conflict):
            perform_as_system(other.pk, Transition.APPROVE, reason=REASON)
        with pytest.raises(NotPermitted):
            perform_as_system(key, Transition.REJECT, reason=REASON)
    # The database asks the edition too.
    for pk, state in ((other.pk, State.APPROVED), (key, State.REJECTED)):
        with (
            pytest.raises(IntegrityError, match="somebody decides"),
            transaction.atomic(),
        ):
            Application.objects.filter(pk=pk).update(state=state, decided_at=MONDAY)


def test_whoever_acts_for_the_enterprise_is_not_told_as_lead() -> None:
    file, head = waiting()
    Member.objects.create(
        enterprise=file.application.enterprise, user=head, role="owner", since=MONDAY
    )
    admin = OfficialFactory(role=Role.ADMIN)
    attended(5)
    told = OutboxMessage.objects.filter(key="decision.due")
    assert [each.recipient for each in told] == [admin]


def test_an_edition_without_it_waits_as_before() -> None:
    Edition.objects.filter(scheme__code="merek-umk").update(deemed_approval=False)
    file, _head = waiting()
    assert [attended(day) for day in (5, 6, 10, 20)] == [(0, 0)] * 4
    assert file.reread().state == State.IN_REVIEW
    assert not Letter.objects.exists()
