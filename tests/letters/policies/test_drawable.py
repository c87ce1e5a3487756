"""Letters about people and shops whose names no font of letters draws."""

import pytest
import time_machine
from django.test import Client

from letters.enums import LetterStatus
from letters.models import Letter, LetterNumber, PositionHolder
from letters.policies.drawable import drawable, is_plain
from letters.services.signing import ask, sign_asked
from letters.services.wet import prepare_print
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter

FRIDAY = "2026-11-20 10:00+07:00"


def _about(holder: PositionHolder, name: str) -> Letter:
    values = {"id": {"enterprise": name}, "en": {"enterprise": name}}
    return waiting_letter(holder.position.agency, values=values)


@pytest.mark.django_db
@time_machine.travel(FRIDAY, tick=False)
def test_little_pictures_are_left_out() -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    letter = _about(office_that_signs(head), "Toko 🏪 Maju ☕️ 👩🏽‍🍳\ue000\x01")
    assert ask(head, [letter.pk])[0].error == ""
    assert sign_asked()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.VALID
    assert letter.content["texts"]["id"]["body"] == "Isi surat Toko  Maju  ."


@pytest.mark.django_db
@time_machine.travel(FRIDAY, tick=False)
def test_another_script_is_told_before_a_number_is_given(client: Client) -> None:
    head = OfficialFactory(role="decider", regency="35.78")
    letter = _about(office_that_signs(head), "佐藤")
    (refused,) = ask(head, [letter.pk])
    assert "tidak dapat dicetak" in refused.error
    with pytest.raises(Exception, match="not_typeset"):
        prepare_print(head, letter.pk)
    assert not LetterNumber.objects.exists()
    # One that was asked for with the decision is in the tray again, and the next one is sealed.
    Letter.objects.filter(pk=letter.pk).update(asked_by=head, asked_at=letter.drafted_at)
    assert sign_asked()
    letter.refresh_from_db()
    assert (letter.status, letter.trouble, letter.asked_at) == (
        "waiting_signature",
        "not_typeset",
        None,
    )


def test_ordinary_texts_stay() -> None:
    text = "Ñuñez “Jaya” – Rp25.000 … naïve\n\ttebal"
    assert is_plain({"a": [text, 1, None]})
    assert drawable({"a": [text, 1, None]}) == {"a": [text, 1, None]}
    assert drawable("متجر 佐藤") == "متجر 佐藤"
    assert not is_plain("佐藤")
