"""Whoever acts or acted for the enterprise has no say in the office's letters to it."""

import pytest
import time_machine

from accounts.models import User
from applications.selectors.letters import letters_of
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.models import Member
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter, LetterNumber
from letters.services.signing import ask, sign_asked
from letters.services.status import change
from letters.services.wet import prepare_print
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import MemberFactory
from tests.factories.office_letters import office_that_signs
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
REASON = "Lengkap dan wajar menurut pemeriksaan."
FRIDAY = "2026-11-20 10:00+07:00"


def _file_of(head: User) -> tuple[Cast, Letter]:
    cast = cast_of()
    office_that_signs(head)
    application = make_application(cast, stage="decision")
    perform(cast.decider, application.pk, "approve", reason=REASON)
    return cast, letters_of(application).get()


@time_machine.travel(FRIDAY, tick=False)
def test_a_holder_who_was_a_member_signs_nothing_for_it() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    cast, letter = _file_of(head)
    member = MemberFactory(user=head, enterprise=cast.enterprise, role="helper")
    (refused,) = ask(head, [letter.pk])
    assert "pernah bertindak" in refused.error
    Member.objects.filter(pk=member.pk).update(until=letter.drafted_at)
    (refused,) = ask(head, [letter.pk])
    assert "pernah bertindak" in refused.error
    # Nor with a pen, whoever of the office prints the letter.
    with pytest.raises(Conflict, match="own_letter"):
        prepare_print(cast.decider, letter.pk)
    assert not LetterNumber.objects.exists()


@time_machine.travel(FRIDAY, tick=False)
def test_who_became_a_member_after_the_act_seals_nothing() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    cast, letter = _file_of(head)
    assert ask(head, [letter.pk])[0].error == ""
    MemberFactory(user=head, enterprise=cast.enterprise, role="helper")
    assert sign_asked()
    letter.refresh_from_db()
    assert (letter.status, letter.trouble) == (LetterStatus.WAITING, "own_letter")


@time_machine.travel(FRIDAY, tick=False)
def test_who_was_a_member_changes_no_letter_to_it() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    cast, letter = _file_of(head)
    assert ask(head, [letter.pk])[0].error == ""
    assert sign_asked()
    change(cast.decider, letter.pk, LetterAction.SUSPENDED, REASON)
    MemberFactory(user=cast.decider, enterprise=cast.enterprise, role="helper")
    for action in (LetterAction.REINSTATED, LetterAction.REVOKED):
        with pytest.raises(NotPermitted, match="own_letter"):
            change(cast.decider, letter.pk, action, REASON)
    change(head, letter.pk, LetterAction.REINSTATED, REASON)


@time_machine.travel(FRIDAY, tick=False)
def test_no_reason_of_a_letter_holds_a_nik() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    _cast, letter = _file_of(head)
    with pytest.raises(InvalidInput) as refused:
        change(head, letter.pk, LetterAction.CANCELLED, "Milik 3578/0101/0190/0001, salah orang.")
    assert refused.value.code == "nik_in_reason"
