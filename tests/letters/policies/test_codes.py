"""Verification codes: what is one, and why something is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.policies.codes import (
    ALPHABET,
    LENGTH,
    LOOK_ALIKES,
    CodeFault,
    check_character,
    fault_of,
    new_code,
    read_code,
    written,
)

CODE = "4F7K9M2PXT3" + check_character("4F7K9M2PXT3")


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        written(CODE),
        f"  {' '.join(CODE)} ",
        written(CODE).replace("-", "–"),
        f"https://umkm.example.go.id/verifikasi/{written(CODE)}/",
        f"umkm.example.go.id/Verifikasi/{CODE.lower()}",
    ],
)
def test_a_code_is_read_in_any_spelling(typed: str) -> None:
    assert (read_code(typed), fault_of(typed)) == (CODE, None)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault("empty")),
        (" - \x00\n", CodeFault("empty")),
        (CODE.replace("4", "O"), CodeFault("characters", ("O",), 12)),
        ("0O1ILU0O1ILU", CodeFault("characters", ("0", "O", "1", "I", "L"), 12)),
        ("４" + CODE[1:], CodeFault("characters", ("４",), 12)),
        (CODE[:-1], CodeFault("length", (), 11)),
        (CODE * 100_000, CodeFault("length", (), 200)),
        ("ß" * 12, CodeFault("length", (), 24)),
        ("Ж" * 12, CodeFault("characters", ("Ж",), 12)),
    ],
)
def test_what_is_no_code_says_why(typed: str, fault: CodeFault) -> None:
    assert (fault_of(typed), read_code(typed)) == (fault, None)


def test_the_last_character_tells_every_mistyped_and_every_exchanged_one() -> None:
    for place in range(LENGTH):
        for other in ALPHABET.replace(CODE[place], ""):
            wrong = CODE[:place] + other + CODE[place + 1 :]
            assert fault_of(wrong) == CodeFault("check", (), LENGTH)
    for place in range(LENGTH - 1):
        swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
        assert swapped == CODE or fault_of(swapped) is not None


def test_new_codes_hold_nothing_that_looks_alike() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(code) == code for code in codes)
    assert not set(LOOK_ALIKES) & set(ALPHABET)


@given(
    st.text(alphabet=ALPHABET, min_size=11, max_size=11),
    st.integers(0, 11),
    st.sampled_from(ALPHABET),
)
def test_one_wrong_character_is_no_code(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (read_code(wrong) is None) == (wrong != code)
