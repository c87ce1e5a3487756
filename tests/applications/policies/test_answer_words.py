"""The words by which officials find an application."""

from dataclasses import dataclass
from typing import Any

import pytest

from applications.policies.answer_words import MAX_LENGTH, answer_words


@dataclass
class Asked:
    code: str
    type: str = "text"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, ""),
        ({"product": "Keripik singkong", "brand": "Ayu"}, "Keripik singkong · Ayu"),
        ({"brand": "Ayu", "purpose": "working_capital", "amount": 5}, "Ayu"),
        ({"product": None, "brand": 7}, ""),
        ({"product": "NIK 3578 0101 0190 0001 saya"}, "NIK   saya"),
        ({"product": "3578010101900001"}, ""),
        ({"product": "nomor 12345678901234567"}, "nomor 12345678901234567"),
        ({"product": "x" * 9000}, "x" * MAX_LENGTH),
    ],
)
def test_only_answers_in_words_and_never_a_nik(answers: dict[str, Any], words: str) -> None:
    questions = [Asked("product"), Asked("purpose", "choice"), Asked("brand")]
    assert answer_words(questions, answers) == words
