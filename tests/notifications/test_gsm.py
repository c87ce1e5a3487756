import pytest

from notifications.channels.gsm import LIMIT, gsm_length, gsm_text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Pengajuan Anda – “disetujui” …", 'Pengajuan Anda - "disetujui" ...'),
        ("Batik  Tulis\nAnak", "Batik Tulis Anak"),
        ("Kopi Türk Şekér", "Kopi Türk Sekér"),
        ("Toko 木 😀\u200b", "Toko ? ?"),
        ("x" * 200, "x" * 157 + "..."),
        ("€" * 90, "€" * 78 + "..."),
    ],
)
def test_text_is_reduced_to_what_one_sms_holds(text: str, short: str) -> None:
    assert gsm_text(text) == short
    assert gsm_length(short) <= LIMIT
