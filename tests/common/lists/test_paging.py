from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext, isolate_apps

from common.errors import InvalidInput
from common.lists.paging import Page, comes_before, keyset_page, last_page_cursor, neighbours

START = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(db: None) -> Iterator[Any]:
    """Create a table of thirteen rows; dates repeat, and four rows have none."""
    with isolate_apps("common"):

        class Case(models.Model):
            name = models.CharField(max_length=20)
            due_on = models.DateField(null=True)
            created_at = models.DateTimeField()
            rate = models.DecimalField(max_digits=6, decimal_places=4)

            class Meta:
                app_label = "common"

        with connection.schema_editor() as editor:
            editor.create_model(Case)
        for n in range(13):
            Case._default_manager.create(
                name=f"Usaha {n:02}",
                due_on=None if n % 3 == 0 and n < 12 else date(2026, 11, 1) + timedelta(n % 4),
                created_at=START + timedelta(microseconds=n // 2),
                rate=Decimal(n % 2) / 100,
            )
        yield Case


def all_pages(qs: Any, order: Sequence[str], size: int) -> tuple[list[Page[Any]], list[Page[Any]]]:
    forwards = [keyset_page(qs, order=order, cursor=None, size=size)]
    while forwards[-1].next:
        forwards.append(keyset_page(qs, order=order, cursor=forwards[-1].next, size=size))
    backwards = [forwards[-1]]
    while backwards[-1].previous:
        backwards.append(keyset_page(qs, order=order, cursor=backwards[-1].previous, size=size))
    return forwards, backwards


@pytest.mark.sampled
@pytest.mark.parametrize("size", [1, 2, 4, 5, 13, 50])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("id",), [models.F("id").asc()]),
        (("-pk",), [models.F("id").desc()]),
        (("due_on", "id"), [models.F("due_on").asc(nulls_last=True), "id"]),
        (("-due_on", "-id"), [models.F("due_on").desc(nulls_last=True), "-id"]),
        (("-created_at", "-id"), ["-created_at", "-id"]),
        (("rate", "name", "id"), ["rate", "name", "id"]),
        (("low", "id"), ["low", "id"]),
    ],
)
def test_pages_hold_every_row_once_in_order_both_ways(
    cases: Any, order: tuple[str, ...], expected: list[Any], size: int
) -> None:
    qs = cases._default_manager.annotate(low=Lower("name"))
    everything = list(qs.order_by(*expected))
    forwards, backwards = all_pages(qs, order, size)
    assert [row for page in forwards for row in page.items] == everything
    assert [row for page in reversed(backwards) for row in page.items] == everything
    assert all(len(page.items) == size for page in forwards[:-1])
    assert forwards[0].previous is None
    assert backwards[-1].previous is None


def test_rows_may_be_dictionaries(cases: Any) -> None:
    qs = cases._default_manager.values("id", "due_on")
    first = keyset_page(qs, order=("due_on", "id"), cursor=None, size=10)
    second = keyset_page(qs, order=("due_on", "id"), cursor=first.next, size=10)
    assert [row["due_on"] for row in second.items] == [None, None, None]


def test_comparison_is_one_row_comparison(cases: Any) -> None:
    qs = cases._default_manager.all()
    first = keyset_page(qs, order=("created_at", "id"), cursor=None, size=3)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        keyset_page(qs, order=("created_at", "id"), cursor=first.next, size=3)
    assert len(queries) == 1
    sql = queries[0]["sql"]
    assert '("common_case"."created_at", "common_case"."id") > (' in sql
    assert "OFFSET" not in sql


@pytest.mark.parametrize(("cursor_at", "count"), [(0, 1), (2, 2), (3, 2), (4, 1)])
def test_nulls_cost_a_second_query_only_where_they_begin(
    cases: Any, cursor_at: int, count: int
) -> None:
    qs = cases._default_manager.all()
    forwards, _ = all_pages(qs, ("due_on", "id"), 3)
    cursor = forwards[cursor_at - 1].next if cursor_at else None
    with CaptureQueriesContext(connection) as queries:
        keyset_page(qs, order=("due_on", "id"), cursor=cursor, size=3)
    assert len(queries) == count


def test_new_rows_do_not_move_the_page(cases: Any) -> None:
    qs = cases._default_manager.all()
    order = ("-created_at", "-id")
    first = keyset_page(qs, order=order, cursor=None, size=4)
    expected = keyset_page(qs, order=order, cursor=first.next, size=4).items
    cases._default_manager.create(
        name="Baru", created_at=START + timedelta(hours=1), rate=Decimal(0)
    )
    assert keyset_page(qs, order=order, cursor=first.next, size=4).items == expected


def test_emptied_page_leads_backwards_without_losing_a_row(cases: Any) -> None:
    qs = cases._default_manager.all()
    first = keyset_page(qs, order=("id",), cursor=None, size=10)
    qs.filter(pk__gt=first.items[-1].pk).delete()
    empty = keyset_page(qs, order=("id",), cursor=first.next, size=10)
    assert (empty.items, empty.next) == ([], None)
    assert keyset_page(qs, order=("id",), cursor=empty.previous, size=10).items == first.items


def test_emptied_page_leads_forwards_without_losing_a_row(cases: Any) -> None:
    qs = cases._default_manager.all()
    first = keyset_page(qs, order=("id",), cursor=None, size=5)
    second = keyset_page(qs, order=("id",), cursor=first.next, size=5)
    qs.filter(pk__lt=second.items[0].pk).delete()
    empty = keyset_page(qs, order=("id",), cursor=second.previous, size=5)
    assert (empty.items, empty.previous) == ([], None)
    assert keyset_page(qs, order=("id",), cursor=empty.next, size=5).items == second.items


def test_empty_table_has_no_neighbours(cases: Any) -> None:
    page = keyset_page(cases._default_manager.none(), order=("id",), cursor=None)
    assert page == Page([], None, None)


def tampered(cursor: str) -> str:
    text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    return urlsafe_b64encode(text.replace("2026", "2020").encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor", ["x", "!!!!", "é", "\0", "bnVsbA", "W10", "a" * 2000, "eyJhIjoxfQ:abc"]
)
def test_invented_cursor_is_refused(cases: Any, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        keyset_page(cases._default_manager.all(), order=("id",), cursor=cursor)
    assert (refusal.value.code, refusal.value.field) == ("bad_cursor", "cursor")


def test_changed_cursor_is_refused(cases: Any) -> None:
    qs = cases._default_manager.all()
    cursor = keyset_page(qs, order=("created_at", "id"), cursor=None, size=2).next
    assert cursor is not None
    with pytest.raises(InvalidInput):
        keyset_page(qs, order=("created_at", "id"), cursor=tampered(cursor))


def test_cursor_of_another_order_is_refused(cases: Any) -> None:
    qs = cases._default_manager.all()
    cursor = keyset_page(qs, order=("created_at", "id"), cursor=None, size=2).next
    with pytest.raises(InvalidInput):
        keyset_page(qs, order=("-created_at", "-id"), cursor=cursor)


@pytest.mark.parametrize(
    ("order", "words"),
    [((), "needs a name"), (("id", "due_on"), "nullable")],
)
def test_impossible_order_is_refused(cases: Any, order: tuple[str, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        keyset_page(cases._default_manager.all(), order=order, cursor=None)


@pytest.mark.parametrize("size", [1, 3, 5, 13])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("rate", "-id"), [models.F("rate").asc(), models.F("id").desc()]),
        (("-due_on", "id"), [models.F("due_on").desc(nulls_last=True), models.F("id").asc()]),
        (
            ("-rate", "created_at", "-id"),
            [models.F("rate").desc(), models.F("created_at").asc(), models.F("id").desc()],
        ),
    ],
)
def test_names_in_mixed_directions(
    cases: Any, order: tuple[str, ...], expected: list[Any], size: int
) -> None:
    rows = list(cases.objects.order_by(*expected))
    forwards, backwards = all_pages(cases.objects.all(), order, size)
    assert [row for page in forwards for row in page.items] == rows
    assert [page.items for page in reversed(backwards)] == [page.items for page in forwards]


@pytest.mark.parametrize("order", [("id",), ("-created_at", "-id"), ("due_on", "id")])
@pytest.mark.parametrize("size", [1, 4, 13, 50])
def test_the_last_page_is_read_from_the_end(cases: Any, order: tuple[str, ...], size: int) -> None:
    everything = keyset_page(cases.objects.all(), order=order, cursor=None, size=99).items
    cursor = last_page_cursor(cases.objects.all(), order=order)
    page = keyset_page(cases.objects.all(), order=order, cursor=cursor, size=size)
    assert page.items == everything[-size:]
    assert page.next is None
    assert (page.previous is None) == (size >= len(everything))
    seen = list(page.items)
    while page.previous:
        page = keyset_page(cases.objects.all(), order=order, cursor=page.previous, size=size)
        seen = [*page.items, *seen]
    assert seen == everything


def test_the_last_page_of_nothing_is_empty(cases: Any) -> None:
    cursor = last_page_cursor(cases.objects.all(), order=("id",))
    page = keyset_page(cases.objects.none(), order=("id",), cursor=cursor, size=3)
    assert (page.items, page.next, page.previous) == ([], None, None)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("-id",), ["-id"]),
        (("due_on", "id"), [models.F("due_on").asc(nulls_last=True), "id"]),
        (("-due_on", "-id"), [models.F("due_on").desc(nulls_last=True), "-id"]),
    ],
)
def test_neighbours_and_number_of_each_row(
    cases: Any, order: tuple[str, ...], expected: list[Any]
) -> None:
    qs = cases._default_manager.all()
    rows = list(qs.order_by(*expected))
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        after = rows[number + 1] if number + 1 < len(rows) else None
        assert neighbours(qs, order=order, row=row) == (before, after)
        assert qs.filter(comes_before(qs, order=order, row=row)).count() == number
        # The row itself need not be in the list.
        others = qs.exclude(pk=row.pk)
        assert neighbours(others, order=order, row=row) == (before, after)
