"""Names and codes of regencies, as people and spreadsheets write them."""

import pytest

from reference.models import Regency
from reference.selectors.regions import (
    all_regencies,
    find_regencies,
    find_regency,
    regency,
    regency_question,
)

pytestmark = pytest.mark.django_db


def test_there_are_29_regencies_and_9_cities() -> None:
    kinds = [each.kind for each in all_regencies()]
    assert (kinds.count("kabupaten"), kinds.count("kota")) == (29, 9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35.78", "35.78"),
        ("3578", "35.78"),
        (" 35 78 ", "35.78"),
        ("Kota Surabaya", "35.78"),
        ("KOTA  SURABAYA", "35.78"),
        ("Surabaya", "35.78"),
        ("KAB. SIDOARJO", "35.15"),
        ("Kab Sidoarjo", "35.15"),
        ("Kab.Sidoarjo", "35.15"),
        ("Kabupaten Sidoarjo", "35.15"),
        ("SIDOARJO", "35.15"),
        ("kota malang", "35.73"),
        ("Kab. Malang", "35.07"),
        ("Batu", "35.79"),
        ("35,78", "35.78"),
        ("3578.0", "35.78"),
        ("35.1", "35.10"),
        ("35,2", "35.20"),
        ("Malang (Kab)", "35.07"),
        ("Sidoarjo Kab.", "35.15"),
        ("Kabupaten  Sidoarjo, Jawa Timur", "35.15"),
        ("KAB. SIDOARJO, PROV. JAWA TIMUR", "35.15"),
        ("Kodya Malang", "35.73"),
        ("Kotamadya Surabaya", "35.78"),
        ("Pemkot Surabaya", "35.78"),
        ("Pemerintah Kota Batu", "35.79"),
        ("Tulung Agung", "35.04"),
        ("Kab.\u00a0Sido\u00adarjo", "35.15"),
        ("Surabaya Kota", "35.78"),
        ("Kota Madya Surabaya", "35.78"),
        ("KotaSurabaya", "35.78"),
        ("Kab.Malang", "35.07"),
        ("KabMalang", "35.07"),
        ("Jawa Timur - Surabaya", "35.78"),
        ("35.78 Kota Surabaya", "35.78"),
        ("Malang 35.73", "35.73"),
        ("Kota Surabaya 2026", "35.78"),
        ("Kab. Malang 2026", "35.07"),
    ],
)
def test_ways_of_writing_a_regency(text: str, code: str) -> None:
    match = find_regency(text)
    assert match is not None
    assert match.code == code


@pytest.mark.parametrize(
    "name", ["Malang", "Kediri", "Blitar", "Madiun", "Mojokerto", "Pasuruan", "Probolinggo"]
)
def test_a_name_shared_by_regency_and_city_is_ambiguous(name: str) -> None:
    assert find_regency(name) is None
    assert [each.kind for each in find_regencies(name)] == ["kabupaten", "kota"]
    assert regency_question(find_regencies(name)) == {
        "regency": f"Kabupaten {name}",
        "city": f"Kota {name}",
    }


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Kota", "Kab.", "Kota Sidoarjo", "Kabupaten Surabaya", "3599", "31.71", "35780",
     "35.7", "35.8", "Semarang", "Surabaya Selatan", "Kota Surabaya 3573", "Kota Surabaya 35.99",
     "\u0663\u0665\u0667\u0668"],
)  # fmt: skip
def test_other_text_is_no_regency(text: str) -> None:
    assert find_regency(text) is None


def test_coordinates_of_a_regency() -> None:
    sumenep = regency("35.29")
    assert sumenep is not None
    assert (str(sumenep.latitude), str(sumenep.longitude)) == ("-7.0100", "113.8600")
    assert regency("35.99") is None


def test_bps_codes_are_the_digits() -> None:
    assert all(each.bps_code == each.code.replace(".", "") for each in Regency.objects.all())
