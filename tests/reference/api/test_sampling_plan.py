"""The sampling tool."""

import pytest

from tests.api.client import V1, client_for, faults

ADDRESS = f"{V1}/tools/sampling-plan/"
pytestmark = pytest.mark.django_db


def test_a_plan_is_found() -> None:
    answer = client_for().get(ADDRESS, {"lot_size": "1000", "level": "II", "aql": "2.5"})
    assert answer.status_code == 200
    assert answer.json() == {
        "lot_code_letter": "J",
        "code_letter": "J",
        "sample_size": 80,
        "accept": 5,
        "reject": 6,
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lot_size": "1"}, "lot_size"),
        ({"lot_size": "-3"}, "lot_size"),
        ({"lot_size": "10" * 20}, "lot_size"),
        ({"lot_size": "many"}, "lot_size"),
        ({"lot_size": ""}, "lot_size"),
        ({"level": "IV"}, "level"),
        ({"level": ""}, "level"),
        ({"aql": "2,5"}, "aql"),
    ],
)
def test_bad_input_names_its_field(change: dict[str, str], field: str) -> None:
    query = {"lot_size": "1000", "level": "II", "aql": "2.5", **change}
    answer = client_for().get(ADDRESS, query)
    assert answer.status_code == 400
    assert [name for _code, name in faults(answer)] == [field]
