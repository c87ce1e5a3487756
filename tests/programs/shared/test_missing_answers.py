"""What a person reads who left an answer out: nothing is typed where something is chosen."""

import pytest

from enterprises.messages.refusals import field_message
from programs.enums import QuestionType
from programs.models import Question
from programs.shared.questions import field_for


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (QuestionType.CHOICE, "Pilih salah satu."),
        (QuestionType.CHOICES, "Pilih sedikitnya satu jawaban."),
        (QuestionType.BOOLEAN, "Pilih ya atau tidak."),
        (QuestionType.TEXT, "Jawaban ini belum diisi."),
    ],
)
def test_a_missing_answer_says_how_to_give_it(kind: QuestionType, said: str) -> None:
    question = Question(type=kind, code="x", options=[], label_id="X", label_en="X")
    assert str(field_for(question, required=True).error_messages["required"]) == said


def test_a_missing_particular_is_chosen_or_typed() -> None:
    assert field_message("required", "sector", {}) == "Sektor belum diisi. Pilih salah satu."
    assert field_message("required", "name", {}) == "Nama usaha belum diisi. Isi kolom ini."
