"""Series from year to year, and numbers of drafts that an upheld objection lifted."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.enums import Role
from applications.selectors.letters import subject_of
from applications.services.objections import answer_by_silence, answer_objection
from letters.enums import LetterStatus
from letters.models import Letter, LetterNumber
from letters.services.numbering import give_number
from letters.services.signing import ask
from tests.factories.accounts import OfficialFactory
from tests.factories.objections import ANSWER, objected, outsider, reviewed
from tests.factories.office_letters import (
    hold_position,
    number_source,
    office_that_signs,
    waiting_letter,
)

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 10:00+07:00"


def test_a_series_begun_within_a_year_begins_at_one_in_the_next() -> None:
    agency = hold_position(OfficialFactory(role=Role.DECIDER)).position.agency
    source = number_source(agency, first=124, valid_from="2026-07-01")
    with time_machine.travel(FRIDAY, tick=False):
        assert [give_number(agency, "letter").running for _ in range(2)] == [124, 125]
    with time_machine.travel("2027-01-04 10:00+07:00", tick=False):
        assert [give_number(agency, "letter").running for _ in range(2)] == [1, 2]
        latest = LetterNumber.objects.latest("pk")
        latest.pk, latest.running, latest.written = None, 124, "lain"
        with pytest.raises(IntegrityError, match="one after the other"), transaction.atomic():
            latest.save(force_insert=True)
    assert source.first == 124


def numbered(objection_reviewed: bool) -> tuple[Letter, int]:
    cast, objection = reviewed() if objection_reviewed else objected()
    holder = office_that_signs(cast.decider)
    subject = subject_of(objection.application)
    letter = waiting_letter(holder.position.agency, kind="refusal", subject=subject)
    assert not ask(holder.user, [letter.pk])[0].error
    return letter, objection.pk


@time_machine.travel(FRIDAY, tick=False)
def test_the_number_of_a_lifted_draft_is_cancelled_in_the_agenda_book() -> None:
    letter, objection = numbered(True)
    signer = outsider(Role.DECIDER)
    answer_objection(signer, objection, upheld=True, answer=ANSWER)
    letter.refresh_from_db()
    assert letter.number is not None
    assert letter.status == LetterStatus.CANCELLED
    assert (letter.number.cancelled_by, letter.number.cancel_reason) == (signer, ANSWER)


def test_silence_cancels_a_number_without_a_person() -> None:
    with time_machine.travel("2026-11-02 10:00+07:00", tick=False):
        letter, objection = numbered(False)
    with time_machine.travel(FRIDAY, tick=False):
        assert answer_by_silence(objection)
    letter.refresh_from_db()
    assert letter.number is not None
    assert (letter.number.cancelled_by, letter.number.cancelled_at is None) == (None, False)
    assert "dianggap dikabulkan" in letter.number.cancel_reason
