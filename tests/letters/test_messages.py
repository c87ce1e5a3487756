"""The placeholders of letters in words, with an example for each, whatever the edition asks."""

import pytest
from django.utils.translation import override

from common.dates import clock
from letters.enums import BaseField
from letters.messages import in_words, placeholders_of, with_examples
from letters.models import LetterTemplate
from programs.policies.placeholders import BASE_FIELDS, fields_of, filled
from programs.selectors.catalogue import editions_in_force

pytestmark = pytest.mark.django_db


def test_every_base_field_is_named() -> None:
    assert {*BaseField.values} == BASE_FIELDS


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_placeholder_of_every_letter_has_words_and_an_example(language: str) -> None:
    count = 0
    with override(language):
        for edition in editions_in_force(clock.today()):
            known = placeholders_of(edition, list(edition.questions.all()))
            assert [each for each in known if not (each.words and each.example)] == []
            for letter in edition.letters.all():
                text = f"{letter.title} {letter.body}"
                assert fields_of(with_examples(text, known)) == frozenset()
                assert fields_of(in_words(text, known)) == frozenset()
                count += 1
    assert count > 5


def test_what_is_not_known_stays_as_it_is_written() -> None:
    assert filled("{brand} {apa} {Brand} {", {"brand": "Canting"}) == "Canting {apa} {Brand} {"


def test_a_letter_is_called_by_its_title_in_words() -> None:
    letter = LetterTemplate(title_id="Surat {scheme} untuk {brand}", title_en="Letter")
    assert str(letter) == "Surat [nama skema] untuk [jawaban pemohon]"
