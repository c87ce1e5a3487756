"""How the signer is named: with degrees on letters, without them on decrees and certificates."""

import pytest
import time_machine

from accounts.enums import Role
from letters.models import LetterNumber, LetterTemplate
from letters.services.preview import preview_content
from letters.services.signing import ask, sign_asked
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 10:00+07:00"


@time_machine.travel(FRIDAY, tick=False)
def test_degrees_stand_on_letters_alone() -> None:
    head = OfficialFactory(role=Role.DECIDER)
    agency = office_that_signs(head).position.agency
    named = {}
    for form in ("letter", "decree", "certificate"):
        letter = waiting_letter(agency, form=form)
        assert ask(head, [letter.pk])[0].error == ""
        assert sign_asked()
        letter.refresh_from_db()
        assert letter.content is not None
        named[form] = letter.content["signer"]["name"]
    bare = head.get_full_name()
    assert named == {"letter": f"{bare}, S.E., M.M.", "decree": bare, "certificate": bare}
    # What an exhibition allots is a decree; everything else that is issued today is a letter.
    decrees = LetterTemplate.objects.exclude(form="letter").values_list("code", flat=True)
    assert set(decrees) == {"allotment"}


@time_machine.travel(FRIDAY, tick=False)
def test_without_that_name_a_decree_waits_and_takes_no_number() -> None:
    head = OfficialFactory(role=Role.DECIDER)
    holder = office_that_signs(head)
    holder.bare_name = ""
    holder.save()
    decree = waiting_letter(holder.position.agency, form="decree")
    assert "tanpa gelar, dan itu belum dicatat" in ask(head, [decree.pk])[0].error
    assert "S.E." not in preview_content(decree)["signer"]["name"]
    assert not LetterNumber.objects.exists()
