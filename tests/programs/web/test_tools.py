"""The public tools: their results, and their messages for input that cannot be used."""

import re
from datetime import date

import pytest
from django.test import Client

from reference.models import HolidayOverride

pytestmark = pytest.mark.django_db


def _text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    "name", ["", "angsuran/", "kelas-usaha/", "hari-kerja/", "rencana-sampel/"]
)
def test_a_tool_opens_without_errors(client: Client, name: str) -> None:
    assert "Ada yang perlu diperbaiki" not in _text(client, f"/alat/{name}")


@pytest.mark.parametrize(
    ("method", "first", "interest"),
    # 10,000,000 over 12 months at 6 %: the published annuity, and the two others by hand.
    [("annuity", "Rp860.664", None), ("flat", "Rp883.333", "Rp600.000"),
     ("declining", "Rp883.333", "Rp325.000")],
)  # fmt: skip
def test_instalments_by_each_method(
    client: Client, method: str, first: str, interest: str | None
) -> None:
    query = {"jumlah": "10.000.000", "bulan": "12", "bunga": "6", "metode": method}
    text = _text(client, "/alat/angsuran/", **query).replace("\xa0", "")
    assert first in text
    assert interest is None or interest in text


def test_a_rate_is_written_with_a_comma(client: Client) -> None:
    query = {"jumlah": "12000000", "bulan": "12", "bunga": "4,5", "metode": "flat"}
    assert "Rp1.045.000" in _text(client, "/alat/angsuran/", **query).replace("\xa0", "")


def test_both_classes_are_shown_with_their_articles(client: Client) -> None:
    text = _text(client, "/alat/kelas-usaha/", modal="1.000.000.000", penjualan="2.000.000.001")
    assert "Usaha mikro" in text
    assert "Usaha kecil" in text
    assert "PP 7/2021" in text


def test_a_correction_of_the_calendar_counts_and_is_shown(client: Client) -> None:
    HolidayOverride.objects.create(
        date=date(2026, 11, 25), is_working=False, name="Pilkada ulang", legal_basis="SK 1/2026"
    )
    text = _text(client, "/alat/hari-kerja/", mulai="2026-11-23", hari="2")
    assert "26 November 2026" in text
    assert "SK 1/2026" in text


def test_inspecting_a_whole_lot_is_stated(client: Client) -> None:
    text = _text(client, "/alat/rencana-sampel/", lot="5", tingkat="II", aql="0.65")
    assert "5 buah" in text
    assert "seluruh lot" in text


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("angsuran/", {"jumlah": "0", "bulan": "0", "bunga": "-1", "metode": "x"}),
        ("angsuran/", {"jumlah": "1" * 19, "bulan": "601", "bunga": "NaN", "metode": "flat"}),
        ("angsuran/", {"jumlah": "sepuluh", "bulan": "", "bunga": "1e400", "metode": "flat"}),
        ("kelas-usaha/", {"modal": "-1", "penjualan": "9" * 40}),
        ("hari-kerja/", {"mulai": "2026-02-30", "hari": "3"}),
        ("hari-kerja/", {"mulai": "9999-12-31", "hari": "3660"}),
        ("hari-kerja/", {"mulai": "2026-01-01", "hari": "3661"}),
        ("hari-kerja/", {"mulai": "", "hari": "5"}),
        ("rencana-sampel/", {"lot": "1", "tingkat": "IV", "aql": "2,5"}),
        ("rencana-sampel/", {"lot": "1000000001", "tingkat": "II", "aql": "2.5"}),
    ],
)
def test_input_that_cannot_be_computed_is_an_error_beside_the_field(
    client: Client, address: str, query: dict[str, str]
) -> None:
    answer = client.get(f"/alat/{address}", query)
    assert answer.status_code == 200
    assert b"field--wrong" in answer.content
    assert b'class="sum"' not in answer.content
