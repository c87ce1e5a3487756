"""Codes that people read aloud and type."""

from hypothesis import given
from hypothesis import strategies as st

from letters.policies.codes import ALPHABET, check_character, new_code, read_code, written

BODIES = st.text(alphabet=ALPHABET, min_size=11, max_size=11)


@given(BODIES)
def test_a_written_code_is_read_however_it_is_typed(body: str) -> None:
    code = body + check_character(body)
    for typed in (
        code,
        written(code),
        written(code).lower(),
        f"  {written(code)}\n",
        " ".join(code),
    ):
        assert read_code(typed) == code


@given(BODIES, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_no_code(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (read_code(wrong) is None) == (wrong != code)


def test_what_is_no_code() -> None:
    for typed in ("", "-", "O" * 12, "0" * 12, "A" * 11, "Å" * 12, "A" * 10**5, "\x00" * 12):
        assert read_code(typed) is None
    assert len({new_code() for _ in range(500)}) == 500
