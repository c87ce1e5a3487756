"""Names that people read."""

import pytest

from common.identity.names import is_readable_name, without_links


@pytest.mark.parametrize(
    "text", ["Siti Aminah", "Moh. Ja'far, S.E.", "X", "Ñuñez", "Toko 88", "佐藤", "Wulan-dari"]
)
def test_readable(text: str) -> None:
    assert is_readable_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 - 45",
        "...",
        "Siti\u200bAminah",
        "\u202eitiS",
        "Siti\u2028Aminah",
        "Siti\u2029Aminah",
        "Siti\nAminah",
        "Siti\x00",
        "Siti\u00adAminah",
        "\u3164\u3164",
        "\U000e0041Siti",
    ],
)
def test_unreadable(text: str) -> None:
    assert not is_readable_name(text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Moh. Ja'far, S.E., M.M.", "Moh. Ja'far, S.E., M.M."),
        ("CV. Maju", "CV. Maju"),
        ("Klik t.me/hadiah", "Klik t me hadiah"),
        ("a.s.e.com", "a.s.e com"),
        ("https://x.id", "https x id"),
        ("surel@jahat.id", "surel jahat id"),
    ],
)
def test_no_name_is_a_link(name: str, shown: str) -> None:
    assert without_links(name) == shown
