"""Numbers that were typed before, and those that nobody may read on a letter."""

import pytest
import time_machine

from letters.models import LetterNumber
from letters.services.signing import ask
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import hold_position, number_source, waiting_letter

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 10:00+07:00"


@time_machine.travel(FRIDAY, tick=False)
def test_a_series_that_meets_a_typed_number_says_so() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    agency = hold_position(head).position.agency
    number_source(agency, way="typed", letter_code="typed-ones")
    number_source(agency)
    typed = waiting_letter(agency, kind="typed-ones")
    assert not ask(head, [typed.pk], typed="500.3.10/1/436.7.2/2026")[0].error
    (refused,) = ask(head, [waiting_letter(agency).pk])
    assert "500.3.10/1/436.7.2/2026 sudah dipakai" in refused.error
    assert LetterNumber.objects.count() == 1


@time_machine.travel(FRIDAY, tick=False)
@pytest.mark.parametrize("number", ["3578010101900001", "500/3578 0101 0190 0001/2026"])
def test_no_number_of_a_letter_is_a_nik(number: str) -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    agency = hold_position(head).position.agency
    number_source(agency, way="typed")
    (refused,) = ask(head, [waiting_letter(agency).pk], typed=number)
    assert "NIK" in refused.error
    assert not LetterNumber.objects.exists()
