"""From a decision to a sealed letter that anybody can check."""

import pytest
import time_machine
from pathlib import Path

from applications.services.transitions import perform
from applications.selectors.letters import letters_of
from common.files.signatures.reading import read_signatures
from letters.enums import LetterStatus
from letters.models import Letter
from letters.services.signing import FILES
from letters.tasks import sign_asked
from tests.factories.office_letters import office_that_signs
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_the_decision_is_the_act_where_the_decider_signs() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    application = make_application(cast, stage="decision")
    perform(cast.decider, application.pk, "approve", reason="Lengkap dan wajar.")
    letter = letters_of(application).get()
    assert letter.status == LetterStatus.WAITING
    assert sign_asked() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.trouble) == (LetterStatus.VALID, "")
    assert letter.number is not None and letter.number.written == "500.3.10/1/436.7.2/2026"
    path = FILES.path(letter.stored_name)
    (signature,) = read_signatures(path).read
    print(signature, path.stat().st_size)
    Path("/tmp/lt/letter.pdf").write_bytes(path.read_bytes())
    assert Letter.objects.count() == 1
