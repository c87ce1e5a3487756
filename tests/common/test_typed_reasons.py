"""What counts as a reason that a person types."""

from common.text.typed_reasons import is_reason


def test_a_reason_has_its_length_and_its_different_words() -> None:
    assert is_reason("abc", least=3)
    assert not is_reason("ab", least=3)
    assert not is_reason("a\x00bc", least=3)
    assert is_reason("a" * 30, least=3, most=30)
    assert not is_reason("a" * 31, least=3, most=30)
    assert is_reason("Sudah tutup.", least=10, words=2)
    # Case, punctuation and figures make no other word.
    for nothing in (
        "ya, ya! Ya? YA",
        "tidak tidak.",
        "1234 567890 12",
        "a b c d e f g",
        "ok 1 2 3",
    ):
        assert not is_reason(nothing, least=6, words=2), nothing
