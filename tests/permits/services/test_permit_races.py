"""Two real connections on one permit: one record, one end, one reminder."""

from datetime import timedelta

import pytest

from common.dates import clock
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter
from letters.services import status as standing
from permits.models import Permit
from permits.services.recording import record_outcome
from permits.services.status import change
from permits.tasks import remind
from tests.factories.permits import (
    a_scan,
    file_to_decide,
    issued_permit,
    make_permit,
    outcome,
)
from tests.factories.programs import cast_of
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Keterangan anggota tidak benar."


def test_one_file_is_recorded_once_and_one_number_is_one_document() -> None:
    files = [file_to_decide(), file_to_decide()]
    day = clock.today() - timedelta(days=3)
    said = outcome(issued_on=day, valid_until=None)
    results = run_together(
        *[
            lambda file=file: (
                record_outcome(file.official, file.application.pk, said, a_scan()).number
            )
            for file in (files[0], files[0], files[1])
        ]
    )
    # The same official's second file may find the first still being cleaned.
    kept = {str(result) for result in results} - {"busy_yours"}
    assert kept in ({said.number, "number_taken"}, {said.number})
    assert Permit.objects.count() == 1


def test_a_permit_and_its_letter_are_revoked_once() -> None:
    file, permit = issued_permit()
    assert permit.letter_id is not None
    letter_id = permit.letter_id
    results = run_together(
        lambda: change(file.official, permit.pk, "revoke", REASON).status,
        lambda: standing.change(file.official, letter_id, LetterAction.REVOKED, REASON).status,
    )
    assert sorted(map(str, results)) == ["not_possible", "revoked"]
    assert Letter.objects.get().status == LetterStatus.REVOKED
    assert Permit.objects.get().status == "revoked"
    assert permit.events.filter(action="revoked").count() == 1


def test_two_workers_send_one_reminder() -> None:
    cast = cast_of()
    permit = make_permit(
        cast.enterprise, cast.verifier, valid_until=clock.today() + timedelta(days=20)
    )
    assert sorted(map(str, run_together(remind, remind))) == ["0", "1"]
    assert permit.reminders.count() == 1
