"""The working-days tool."""

import pytest

from tests.api.client import V1, client_for, faults

pytestmark = pytest.mark.django_db
ADDRESS = f"{V1}/tools/working-days/"


def test_weekends_and_holidays_are_skipped_and_named() -> None:
    answer = client_for().get(ADDRESS, {"start": "2026-12-23", "days": "3"})
    assert answer.status_code == 200
    body = answer.json()
    # The 24th is cuti bersama, the 25th Christmas, then a weekend.
    assert body["due_on"] == "2026-12-30"
    assert [row["date"] for row in body["skipped"]] == [
        "2026-12-24",
        "2026-12-25",
        "2026-12-26",
        "2026-12-27",
    ]
    assert [row["reason"] for row in body["skipped"][2:]] == ["Sabtu", "Minggu"]


def test_no_days_end_on_the_start_even_on_a_sunday() -> None:
    answer = client_for().get(ADDRESS, {"start": "2026-11-22", "days": "0"})
    assert answer.json() == {"due_on": "2026-11-22", "skipped": []}


def test_the_longest_span_is_answered() -> None:
    answer = client_for().get(ADDRESS, {"start": "2200-12-31", "days": "3660"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"days": "1"}, "start"),
        ({"start": "2026-11-23"}, "days"),
        ({"start": "23/11/2026", "days": "1"}, "start"),
        ({"start": "2026-02-30", "days": "1"}, "start"),
        ({"start": "20261123", "days": "1"}, "start"),
        ({"start": "9999-12-31", "days": "1"}, "start"),
        ({"start": "0001-01-01", "days": "1"}, "start"),
        ({"start": "2026-11-23", "days": "3661"}, "days"),
        ({"start": "2026-11-23", "days": "-1"}, "days"),
        ({"start": "2026-11-23", "days": "1.0"}, "days"),
        ({"start": "2026-11-23", "days": "٣"}, "days"),
        ({"start": "2026-11-23", "days": "9" * 400}, "days"),
        ({"start": "2026-11-23\x00", "days": "1"}, None),
        ({"start": "2026-11-23", "days": "1", "format": "xml"}, "format"),
        ({"start": "2026-11-23", "days": "1", "format": ""}, "format"),
    ],
)
def test_bad_input_names_its_parameter(query: dict[str, str], field: str | None) -> None:
    answer = client_for().get(ADDRESS, query)
    assert answer.status_code == 400
    assert [name for _code, name in faults(answer)] == [field]


def test_format_wins_over_accept() -> None:
    query = {"start": "2026-11-23", "days": "1"}
    for accept in ("text/csv", "text/html", "application/json", "nonsense"):
        for more in ({}, {"format": "json"}):
            answer = client_for().get(ADDRESS, {**query, **more}, HTTP_ACCEPT=accept)
            assert answer.status_code == 200
            assert answer["Content-Type"] == "application/json"


def test_other_methods_and_a_wrong_key_are_refused_in_the_same_shape() -> None:
    assert faults(client_for().post(ADDRESS, {})) == [("method_not_allowed", None)]
    wrong = client_for()
    wrong.credentials(HTTP_AUTHORIZATION="Token wrong")
    answer = wrong.get(ADDRESS, {"start": "2026-11-23", "days": "1"})
    assert (answer.status_code, faults(answer)) == (401, [("authentication_failed", None)])
