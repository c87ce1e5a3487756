"""Finding files: by the beginning of a number, by NIB, by words in any order, by similar names."""

import pytest
from django.test import Client

from applications.models import Application
from enterprises.models import Enterprise
from tests.applications.admin.backoffice import LIST, numbers_on, text_of
from tests.clients import web_client
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
        str(file.enterprise.nib),
    ):
        page = official.get(LIST, {"q": text})
        assert numbers_on(page) == [file.number], text
        assert not page.context["is_similar"]


@pytest.fixture
def numbered(file: Application) -> Application:
    Application.objects.filter(pk=file.pk).update(number="KURM-26-0009123-4")
    Enterprise.objects.filter(pk=file.enterprise_id).update(nib="9120384756012")
    file.refresh_from_db()
    return file


@pytest.mark.sampled
@pytest.mark.parametrize(
    "text",
    ["123", "009123", "0009123", "9123-4", "91234", "26-0009123", "912 038", "9120384756"],
)
def test_the_end_of_a_number_or_the_beginning_of_a_nib_is_enough(
    numbered: Application, official: Client, text: str
) -> None:
    other = make_application(cast_of(name="Mebel"), state="submitted")
    Application.objects.filter(pk=other.pk).update(number="KURM-26-0007777-5")
    Enterprise.objects.filter(pk=other.enterprise_id).update(nib="8120384756012")
    page = official.get(LIST, {"q": text})
    assert numbers_on(page) == [numbered.number]
    assert not page.context["is_similar"]


@pytest.mark.sampled
@pytest.mark.parametrize("text", ["0091", "9123-5", "91203", "120384", "756012", "9120384756013"])
def test_digits_from_the_middle_find_nothing(
    numbered: Application, official: Client, text: str
) -> None:
    assert numbers_on(official.get(LIST, {"q": text})) == []


def test_digits_are_found_in_names_too(file: Application, official: Client) -> None:
    Enterprise.objects.filter(pk=file.enterprise_id).update(name="Toko 77812")
    assert numbers_on(official.get(LIST, {"q": "77812"})) == [file.number]


def test_a_part_of_a_nik_finds_nothing(file: Application, official: Client) -> None:
    for part in (file.enterprise.nik[:6], file.enterprise.nik[-6:], file.enterprise.nik[:13]):
        assert numbers_on(official.get(LIST, {"q": part})) == []


def test_the_hint_says_what_part_of_a_number_is_enough(official: Client) -> None:
    assert "Nomor boleh sebagian: awalnya (KURM-26-) atau angka terakhirnya" in text_of(
        official.get(LIST)
    )


def test_a_part_of_a_number_stays_within_the_scope(numbered: Application) -> None:
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert numbers_on(elsewhere.get(LIST, {"q": "009123"})) == []


def test_chosen_answers_are_found_by_their_names(file: Application, official: Client) -> None:
    other = make_application(cast_of(), state="submitted", answers={"purpose": "investment"})
    in_answers = {"search_in": "answers"}
    assert numbers_on(official.get(LIST, {"q": "MODAL kerja", **in_answers})) == [file.number]
    assert numbers_on(official.get(LIST, {"q": "investasi", **in_answers})) == [other.number]
    assert numbers_on(official.get(LIST, {"q": "working_capital", **in_answers})) == []


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
