"""The words by which officials find an application."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from applications.policies.search_words import MAX_LENGTH, answer_words


@dataclass
class Asked:
    code: str
    type: str = "text"
    options: Sequence[dict[str, str]] = ()


PURPOSE = Asked(
    "purpose",
    "choice",
    [
        {"value": "working_capital", "label_id": "Modal kerja", "label_en": "Working capital"},
        {"value": "other", "label_id": "Lain", "label_en": ""},
        {"value": "kur", "label_id": "KUR", "label_en": "KUR"},
    ],
)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, ""),
        ({"product": "Keripik singkong", "brand": "Ayu"}, "Keripik singkong · Ayu"),
        ({"brand": "Ayu", "amount": 5, "unknown": "x"}, "Ayu"),
        ({"product": "", "brand": "Ayu"}, "Ayu"),
        (
            {"brand": "Ayu", "purpose": "working_capital", "product": "Keripik"},
            "Keripik · Modal kerja · Working capital · Ayu",
        ),
        ({"purpose": "other"}, "Lain"),
        ({"purpose": "kur"}, "KUR"),
        ({"purpose": "3578010101900001"}, ""),
        ({"product": None, "brand": 7}, ""),
        ({"product": "NIK 3578 0101 0190 0001 saya"}, "NIK   saya"),
        ({"product": "3578010101900001"}, ""),
        ({"product": "nomor 12345678901234567"}, "nomor 12345678901234567"),
        ({"product": "x" * 9000}, "x" * MAX_LENGTH),
    ],
)
def test_answers_in_words_and_names_of_choices_never_codes_nor_a_nik(
    answers: dict[str, Any], words: str
) -> None:
    questions = [Asked("product"), PURPOSE, Asked("brand"), Asked("amount", "number")]
    assert answer_words(questions, answers) == words
