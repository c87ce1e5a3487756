"""The queue of an official."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from accounts.enums import Role
from applications.api.serializers.applications import QueueRowSerializer, SummarySerializer
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
QUEUE = f"{V1}/queue/"


def neighbour(cast: Cast) -> Cast:
    """Return another enterprise with the same officials."""
    other = cast_of(cast.regency)
    return Cast(
        owner=other.owner,
        verifier=cast.verifier,
        analyst=cast.analyst,
        decider=cast.decider,
        enterprise=other.enterprise,
    )


def numbers(user: Any, **query: str) -> list[str]:
    answer = client_for(user).get(QUEUE, query)
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


def test_only_officials() -> None:
    assert client_for().get(QUEUE).status_code == 401
    refused = client_for(UserFactory()).get(QUEUE)
    assert (refused.status_code, faults(refused)) == (403, [("officials_only", None)])
    assert numbers(OfficialFactory(role=Role.STAFF, regency=None)) == []


def test_files_of_my_stages_and_scope_in_order_of_due_date() -> None:
    cast = cast_of()
    with time_machine.travel(datetime(2026, 11, 20, 3, tzinfo=UTC), tick=False):
        late = make_application(cast, state="submitted")
    with time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC), tick=False):
        early = make_application(neighbour(cast), state="submitted")
        at_analyst = make_application(neighbour(cast), stage="recommendation")
        make_application(neighbour(cast))
        make_application(cast_of("35.01"), state="submitted")
    assert numbers(cast.verifier) == [late.number, early.number]
    assert numbers(cast.analyst) == [at_analyst.number]
    assert numbers(cast.decider) == []
    province = OfficialFactory(role=Role.VERIFIER, regency=None)
    assert len(numbers(province)) == 3
    assert numbers(province, regency="35.01") != numbers(province, regency="35.78")


def test_a_file_held_by_a_colleague_is_not_in_mine() -> None:
    cast = cast_of()
    application = make_application(cast, stage="completeness")
    colleague = OfficialFactory(role=Role.VERIFIER)
    assert numbers(cast.verifier) == [application.number]
    assert numbers(colleague) == []


def test_a_row_says_what_the_contract_says() -> None:
    cast = cast_of()
    application = make_application(cast, stage="completeness")
    (row,) = client_for(cast.verifier).get(QUEUE).json()["results"]
    application.refresh_from_db()
    assert application.due_on is not None
    expected = {
        "id": application.pk,
        "number": application.number,
        "state": "in_review",
        "stage": "completeness",
        "scheme": "kur-mikro",
        "enterprise": cast.enterprise.pk,
        "enterprise_name": cast.enterprise.name,
        "regency": "35.78",
        "due_on": application.due_on.isoformat(),
    }
    assert expected.items() <= row.items()
    assert "annual_sales" not in row


def test_filters() -> None:
    cast = cast_of()
    with time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC), tick=False):
        sent = make_application(cast, state="submitted")
        working = make_application(neighbour(cast), stage="completeness")
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        assert numbers(cast.verifier, state="submitted") == [sent.number]
        assert numbers(cast.verifier, stage="completeness") == [working.number]
        assert numbers(cast.verifier, stage="decision") == []
        assert numbers(cast.verifier, overdue="true") == []
        assert numbers(cast.verifier, overdue="false") == [sent.number, working.number]
        assert len(numbers(cast.verifier, scheme="kur-mikro", regency="35.78")) == 2
    with time_machine.travel(datetime(2026, 11, 25, 3, tzinfo=UTC), tick=False):
        assert numbers(cast.verifier, overdue="true") == [sent.number, working.number]
        assert numbers(cast.verifier, overdue="false") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("stage", "nowhere"),
        ("scheme", "kur-raksasa"),
        ("regency", "35.99"),
        ("regency", "3578"),
        ("overdue", "yes"),
        ("overdue", ""),
        ("cursor", "bm90aGluZw"),
    ],
)
def test_bad_filters(name: str, value: str) -> None:
    answer = client_for(OfficialFactory()).get(QUEUE, {name: value})
    assert answer.status_code == 400
    assert [field for _code, field in faults(answer)] == [name]


def test_three_rows_cost_what_one_costs() -> None:
    cast = cast_of()
    counts = []
    for wanted in (1, 3):
        while len(numbers(cast.verifier)) < wanted:
            make_application(neighbour(cast), state="submitted")
        client = client_for(cast.verifier)
        with CaptureQueriesContext(connection) as caught:
            assert len(client.get(QUEUE).json()["results"]) == wanted
        counts.append(len(caught))
    assert counts == [6, 6], [query["sql"] for query in caught]


@pytest.mark.parametrize("serializer", [SummarySerializer, QueueRowSerializer])
def test_a_row_written_out_has_what_its_fields_declare(
    serializer: type[SummarySerializer],
) -> None:
    for application in (make_application(), make_application(stage="verification")):
        application.refresh_from_db()
        rows = serializer(application)
        declared = serializers.ModelSerializer.to_representation(rows, application)
        assert rows.to_representation(application) == declared
