"""Letters of a refusal that an objection lifted."""

import pytest
import time_machine

from accounts.enums import Role
from applications.selectors.letters import subject_of
from applications.services.objections import answer_objection
from letters.enums import LetterStatus
from letters.models import Letter
from tests.factories.objections import ANSWER, outsider, reviewed
from tests.factories.office_letters import office_that_signs, signed_letter, waiting_letter

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_a_lifted_refusal_takes_its_letters_along() -> None:
    cast, objection = reviewed()
    subject = subject_of(objection.application)
    holder = office_that_signs(cast.decider)
    draft = waiting_letter(holder.position.agency, kind="refusal", subject=subject)
    issued = signed_letter(holder, kind="explanation", subject=subject)
    answer_objection(outsider(Role.DECIDER), objection.pk, upheld=True, answer=ANSWER)
    found = {each.pk: each.status for each in Letter.objects.filter(subject=subject)}
    assert found == {draft.pk: LetterStatus.CANCELLED, issued.pk: LetterStatus.REVOKED}
    assert issued.events.latest("pk").reason == ANSWER
