"""Filters of admin lists: ranges of days, and choices that say how many rows they hold."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from enterprises.models import Claim
from notifications.models import OutboxMessage
from tests.clients import as_superuser
from tests.factories.enterprises import ClaimFactory

pytestmark = pytest.mark.django_db
OUTBOX = "/admin/notifications/outboxmessage/"
CLAIMS = "/admin/enterprises/claim/"


@pytest.fixture
def admin_client(client: Client) -> Client:
    return as_superuser(client)


def message(number: int, at: datetime) -> None:
    OutboxMessage.objects.create(
        id=UUID(int=number),
        key="claim.decided",
        address="a@contoh.id",
        created_at=at,
        available_at=at,
        next_attempt_at=at,
    )


def listed(client: Client, query: str) -> list[int]:
    answer = client.get(OUTBOX + query)
    assert answer.status_code == 200
    return [row.pk.int for row in answer.context["cl"].result_list]


@pytest.fixture
def _three_days() -> None:
    # The last minute of the 22nd and the first of the 23rd and the 24th, in Jakarta.
    message(1, datetime(2026, 11, 22, 16, 59, tzinfo=UTC))
    message(2, datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    message(3, datetime(2026, 11, 23, 17, 0, tzinfo=UTC))


@pytest.mark.usefixtures("_three_days")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [3, 2, 1]),
        ("?created_at_from=2026-11-23", [3, 2]),
        ("?created_at_to=2026-11-23", [2, 1]),
        ("?created_at_from=23/11/2026&created_at_to=2026-11-23", [2]),
        ("?created_at_from=2026-11-24&created_at_to=2026-11-22", []),
        ("?created_at_from=&created_at_to=", [3, 2, 1]),
    ],
)
def test_both_days_belong_to_the_range(
    admin_client: Client, query: str, expected: list[int]
) -> None:
    assert listed(admin_client, query) == expected


@pytest.mark.usefixtures("_three_days")
@pytest.mark.parametrize("day", ["kemarin", "2026-13-40", "0001-01-01", "9999-12-31", "1" * 300])
def test_a_day_that_cannot_be_read_is_left_out_and_said_at_its_field(
    admin_client: Client, day: str
) -> None:
    answer = admin_client.get(f"{OUTBOX}?created_at_from={day}&created_at_to={day}")
    assert [row.pk.int for row in answer.context["cl"].result_list] == [3, 2, 1]
    page = answer.content.decode()
    for name in ("created_at_from", "created_at_to"):
        assert f'id="salah-{name}">Tanggal ini tidak terbaca. Contoh: 23/11/2026.</p>' in page


@pytest.mark.usefixtures("_three_days")
def test_a_last_day_before_the_first_is_said_at_its_field_and_exports_nothing(
    admin_client: Client,
) -> None:
    query = "?created_at_from=2026-11-24&created_at_to=2026-11-22"
    page = admin_client.get(OUTBOX + query).content.decode()
    assert 'id="salah-created_at_to">“Sampai” lebih awal daripada “dari”.' in page
    assert 'aria-describedby="salah-created_at_to"' in page
    answer = admin_client.get(f"{OUTBOX}unduh/csv/{query}")
    assert (answer.status_code, answer["Location"]) == (302, OUTBOX + query)


@pytest.mark.usefixtures("_three_days")
def test_a_range_is_drawn_as_two_days_and_taken_off_by_a_chip(admin_client: Client) -> None:
    page = admin_client.get(f"{OUTBOX}?created_at_from=2026-11-23").content.decode()
    assert 'type="date" name="created_at_from" value="2026-11-23"' in page
    assert 'type="date" name="created_at_to" value=""' in page
    assert "<b>sejak 23 Nov 2026</b>" in page


def choices(client: Client, address: str) -> list[tuple[str, bool]]:
    cl = client.get(address).context["cl"]
    spec = next(each for each in cl.filter_specs if each.parameter_name in ("state", "ending"))
    return [(str(each["display"]), each["selected"]) for each in spec.choices(cl)]


def test_choices_count_their_rows_under_the_other_filters(admin_client: Client) -> None:
    for state, regency in (("pending", "35.78"), ("pending", "35.15"), ("refused", "35.78")):
        claim: Any = ClaimFactory(enterprise__regency_id=regency)
        Claim.objects.filter(pk=claim.pk).update(state=state)
    assert choices(admin_client, CLAIMS) == [
        ("Semua", False),
        ("menunggu pemeriksaan (2)", True),
        ("diterima (0)", False),
        ("ditolak (1)", False),
    ]
    assert choices(admin_client, f"{CLAIMS}?regency=35.78&state=refused") == [
        ("Semua", False),
        ("menunggu pemeriksaan (1)", False),
        ("diterima (0)", False),
        ("ditolak (1)", True),
    ]
    assert choices(admin_client, f"{CLAIMS}?state=tak-dikenal")[1] == (
        "menunggu pemeriksaan (2)",
        True,
    )
    assert choices(admin_client, f"{CLAIMS}?state=all")[0] == ("Semua", True)


@pytest.mark.usefixtures("_three_days")
def test_a_list_without_a_default_shows_all_rows(admin_client: Client) -> None:
    assert choices(admin_client, OUTBOX)[:2] == [("Semua", True), ("menunggu (3)", False)]
