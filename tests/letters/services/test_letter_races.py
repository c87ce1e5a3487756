"""Numbers and signatures on real connections: no gap, none twice, one act per letter."""

import pytest

from letters.enums import LetterStatus
from letters.models import Letter, LetterEvent, LetterNumber
from letters.services.files import FILES
from letters.services.signing import ask, sign_asked
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs
from tests.factories.waiting_letters import waiting_letter
from tests.simultaneous import run_together

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_numbers_have_no_gap_and_none_is_given_twice() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    agency = office_that_signs(head).position.agency
    letters = [waiting_letter(agency).pk for _ in range(12)]
    parts = [letters[start::4] for start in range(4)]
    run_together(*(lambda part=part: ask(head, part) for part in parts))
    running = LetterNumber.objects.order_by("running").values_list("running", flat=True)
    assert list(running) == list(range(1, 13))
    run_together(*(_sign_all for _ in range(3)))
    assert set(Letter.objects.values_list("status", flat=True)) == {LetterStatus.VALID}
    assert LetterEvent.objects.filter(action="signed").count() == 12
    assert len(list(FILES.folder().iterdir())) == 12


def test_a_double_click_is_one_act() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    letter = waiting_letter(office_that_signs(head).position.agency)
    run_together(*(lambda: ask(head, [letter.pk]) for _ in range(4)))
    assert LetterNumber.objects.count() == 1
    run_together(sign_asked, sign_asked)
    letter.refresh_from_db()
    assert letter.status == LetterStatus.VALID
    assert LetterEvent.objects.filter(letter=letter, action="signed").count() == 1


def test_the_last_number_of_a_block_goes_to_one_letter() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    agency = office_that_signs(head, way="block", first=41, last=41).position.agency
    letters = [waiting_letter(agency).pk for _ in range(2)]
    results = run_together(*(lambda pk=pk: ask(head, [pk])[0].error for pk in letters))
    assert sorted(map(bool, results)) == [False, True]
    assert [number.running for number in LetterNumber.objects.all()] == [41]


def _sign_all() -> None:
    while sign_asked():
        pass
