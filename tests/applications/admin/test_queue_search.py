"""Finding files: by the beginning of a number, by NIB, by words in any order, by similar names."""

import pytest
from django.test import Client

from applications.models import Application
from enterprises.models import Enterprise
from tests.applications.admin.backoffice import LIST, numbers_on, text_of, web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> Application:
    return make_application(cast_of(name="Batik Gentongan Siti Rahayu"), state="submitted")


@pytest.fixture
def official(file: Application) -> Client:
    return web_client(OfficialFactory())


def test_words_in_any_order_and_numbers_by_their_beginning(
    file: Application, official: Client
) -> None:
    for text in (
        "rahayu BATIK",
        "siti gen",
        file.number[:7],
        file.number.lower(),
        file.enterprise.nib,
    ):
        page = official.get(LIST, {"q": text})
        assert numbers_on(page) == [file.number], text
        assert not page.context["is_similar"]


def test_a_name_that_looks_like_a_number_is_still_a_name(
    file: Application, official: Client
) -> None:
    Enterprise.objects.filter(pk=file.enterprise_id).update(name="UD-45 Batik")
    assert numbers_on(official.get(LIST, {"q": "UD-45 batik"})) == [file.number]


@pytest.mark.parametrize("text", ["ge", "%", "__", "a b"])
def test_a_search_that_cannot_be_run_says_why(official: Client, text: str) -> None:
    page = official.get(LIST, {"q": text})
    assert numbers_on(page) == []
    assert "tiga huruf atau angka berturut-turut" in text_of(page)


@pytest.mark.parametrize("text", ["batik%", "b_tik", "gentongan\\", "batik mebel", "KURM-99-"])
def test_wildcards_are_literal_and_all_words_must_match(official: Client, text: str) -> None:
    page = official.get(LIST, {"q": text})
    assert page.context["is_similar"] or numbers_on(page) == []


@pytest.mark.parametrize("text", ["x" * 300, "🧵🧶🪡", "‮kitab"])
def test_unusual_characters_are_safe(official: Client, text: str) -> None:
    assert official.get(LIST, {"q": text}).status_code == 200


def test_a_long_text_says_that_it_is_too_long(official: Client) -> None:
    assert "paling panjang 200 huruf" in text_of(official.get(LIST, {"q": "batik " * 50}))


def test_a_mistake_finds_what_is_spelled_nearly_so(file: Application, official: Client) -> None:
    page = official.get(LIST, {"q": "gentogan rahayyu"})
    assert numbers_on(page) == [file.number]
    assert "Tidak ada yang persis; yang mirip:" in text_of(page)
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert numbers_on(elsewhere.get(LIST, {"q": "gentogan rahayyu"})) == []


def test_a_nik_is_neither_searched_nor_repeated_in_links(
    file: Application, official: Client
) -> None:
    for path in (LIST, "/admin/"):
        answer = official.get(path, {"q": file.enterprise.nik, "tab": "all"})
        assert (answer.status_code, answer["Location"]) == (302, path)
    page = official.get(LIST)
    assert file.enterprise.nik not in page.content.decode()
    assert "Pakailah “Cari NIK”" in text_of(page)
