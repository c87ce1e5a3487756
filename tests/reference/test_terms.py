"""Words that not everyone knows are explained on the page that uses them."""

import pytest
from django.test import Client
from django.utils.translation import override

from reference.selectors.terms import terms_in


def test_only_whole_words_as_they_are_written_count() -> None:
    assert [term.full for term in terms_in(["Catatan di SLIK (OJK)."])] == [
        "SLIK (Sistem Layanan Informasi Keuangan)"
    ]
    assert terms_in(["PEBISNIS", "sikp", ""]) == []


def test_the_meaning_is_in_the_readers_language() -> None:
    with override("en"):
        (term,) = terms_in(["dengan offtaker"])
    assert term.means == "A partner firm that has agreed to buy what you produce."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "full"),
    [
        ("/program/ska/", "PEB (Pemberitahuan Ekspor Barang)"),
        ("/program/kur-khusus/", "Offtaker"),
        ("/program/spp-irt/", "CPPB-IRT (Cara Produksi Pangan yang Baik"),
        ("/program/halal-reguler/", "LPH (Lembaga Pemeriksa Halal)"),
        ("/program/kur-mikro/cek/", "SLIK (Sistem Layanan Informasi Keuangan)"),
    ],
)
def test_a_page_explains_its_terms(client: Client, path: str, full: str) -> None:
    assert full in client.get(path).content.decode()
