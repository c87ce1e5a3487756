"""Letters and places are asked for with a *permohonan*, loans with a *pengajuan*."""

import pytest
from django.test import Client
from django.utils.translation import override

from programs.messages.request_words import request_words
from tests.factories.programs import cast_of, make_application
from tests.factories.second_factor import BACKEND


def test_the_word_follows_the_kind_in_indonesian_alone() -> None:
    text = "Pengajuan ini. Tarik pengajuan. Mengajukan lagi."
    assert request_words(text, "financing") == text
    assert request_words(text, "permit") == "Permohonan ini. Tarik permohonan. Mengajukan lagi."
    with override("en"):
        assert request_words("pengajuan", "permit") == "pengajuan"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "word"), [("merek-umk", "permohonan"), ("kur-mikro", "pengajuan")]
)
def test_the_pages_of_an_application_use_it(scheme: str, word: str) -> None:
    cast = cast_of()
    application = make_application(cast, scheme=scheme, answers={}, documents=False)
    client = Client()
    client.force_login(cast.owner, backend=BACKEND)
    withdraw = client.get(f"/pengajuan/{application.pk}/tarik/").content.decode()
    assert f"<title>Tarik {word}" in withdraw
    assert "Ya, batalkan draf" in withdraw
    page = client.get(f"/pengajuan/{application.pk}/").content.decode()
    assert f"{word.capitalize()} ini belum dikirim." in page
