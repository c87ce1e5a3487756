"""Pages of an admin list: no row is repeated or lost, even when rows change between two pages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.test import Client

from common.admin import changelist as admin_lists
from common.dates import clock
from common.lists import counting
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from tests.clients import as_superuser
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
OUTBOX = "/admin/notifications/outboxmessage/"
REGISTER = "/admin/enterprises/enterprise/"
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def admin_client(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    for model in (OutboxMessage, Enterprise):
        monkeypatch.setattr(type(admin.site._registry[model]), "list_per_page", 2)
    return as_superuser(client)


def message(number: int, at: datetime = AT) -> OutboxMessage:
    return OutboxMessage.objects.create(
        id=UUID(int=number),
        key="claim.decided",
        address="a@contoh.id",
        created_at=at,
        available_at=at,
        next_attempt_at=at,
    )


def page(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["cl"]


def keys(cl: Any) -> list[int]:
    return [row.pk.int if isinstance(row.pk, UUID) else row.pk for row in cl.result_list]


def test_equal_times_are_ordered_by_the_key(admin_client: Client) -> None:
    for number in range(5):
        message(number)
    cl, pks = page(admin_client, OUTBOX), []
    while True:
        pks += keys(cl)
        if not cl.next_url:
            break
        cl = page(admin_client, OUTBOX + cl.next_url)
    assert pks == [4, 3, 2, 1, 0]


def test_rows_inserted_between_pages_move_nothing(admin_client: Client) -> None:
    for number in range(10, 14):
        message(number)
    first = page(admin_client, OUTBOX)
    message(99)
    second = page(admin_client, OUTBOX + first.next_url)
    assert (keys(first), keys(second)) == ([13, 12], [11, 10])
    assert keys(page(admin_client, OUTBOX + second.previous_url)) == [13, 12]
    assert keys(page(admin_client, OUTBOX)) == [99, 13]


def test_the_row_of_a_cursor_may_be_deleted(admin_client: Client) -> None:
    for number in range(5):
        message(number)
    first = page(admin_client, OUTBOX)
    OutboxMessage.objects.filter(pk__in=[UUID(int=3), UUID(int=2)]).delete()
    assert keys(page(admin_client, OUTBOX + first.next_url)) == [1, 0]
    OutboxMessage.objects.exclude(pk=UUID(int=4)).delete()
    empty = page(admin_client, OUTBOX + first.next_url)
    assert keys(empty) == []
    assert keys(page(admin_client, OUTBOX + empty.previous_url)) == [4]


@pytest.mark.parametrize("query", ["cursor=xyz", "cursor=%F0%9F%98%80", "cursor=" + "A" * 2000])
def test_a_forged_cursor_opens_the_first_page_and_says_so(admin_client: Client, query: str) -> None:
    message(1)
    answer = admin_client.get(f"{OUTBOX}?{query}")
    assert keys(answer.context["cl"]) == [1]
    assert "Mulailah dari halaman pertama" in answer.content.decode()


def test_a_cursor_of_another_list_or_order_is_not_taken(admin_client: Client) -> None:
    for number in range(3):
        message(number)
        EnterpriseFactory()
    register = page(admin_client, REGISTER)
    assert keys(page(admin_client, OUTBOX + register.next_url)) == [2, 1]
    day = [name for name in register.list_display].index("created_at")
    other = page(admin_client, f"{REGISTER}?o={day}&{register.next_url[1:]}")
    assert keys(other) == keys(page(admin_client, f"{REGISTER}?o={day}"))


def test_a_changed_cursor_is_not_taken(admin_client: Client) -> None:
    for number in range(3):
        message(number)
    cursor = page(admin_client, OUTBOX).next_url
    assert keys(page(admin_client, OUTBOX + cursor[:-2] + "AA")) == [2, 1]


def test_the_last_page_holds_the_last_rows_and_leads_back(admin_client: Client) -> None:
    rows = [EnterpriseFactory().pk for _n in range(5)]
    last = page(admin_client, REGISTER + page(admin_client, REGISTER).last_url)
    assert keys(last) == [rows[1], rows[0]]
    assert (last.next_url, last.last_url, bool(last.first_url)) == ("", "", True)
    before = page(admin_client, REGISTER + last.previous_url)
    assert keys(before) == [rows[3], rows[2]]
    assert keys(page(admin_client, REGISTER + before.next_url)) == [rows[1], rows[0]]


def test_counts_are_exact_until_they_are_not(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        EnterpriseFactory()
    assert page(admin_client, REGISTER).counted == "3"
    monkeypatch.setattr(counting, "CAP", 2)
    monkeypatch.setattr(admin_lists, "CAP", 2)
    cl = page(admin_client, REGISTER)
    assert (cl.counted, cl.result_count) == ("2+", 2)


def test_only_indexed_columns_sort(admin_client: Client) -> None:
    now = clock.now()
    first, second = (EnterpriseFactory(created_at=now - timedelta(days=n)) for n in (0, 1))
    cl = page(admin_client, REGISTER)
    assert cl.sortable_by == ["created_at"]
    columns = list(cl.list_display)
    day = columns.index("created_at")
    assert keys(page(admin_client, f"{REGISTER}?o={day}")) == [second.pk, first.pk]
    assert keys(page(admin_client, f"{REGISTER}?o=-{day}")) == [first.pk, second.pk]
    assert keys(page(admin_client, f"{REGISTER}?o={columns.index('sector')}")) == [
        second.pk,
        first.pk,
    ]
    heads = admin_client.get(REGISTER).content.decode()
    assert heads.count('<th scope="col"><a href=') == 1


def test_filters_search_and_pages_go_together(admin_client: Client) -> None:
    rows = [EnterpriseFactory(name=f"Batik {n}", sector="spa").pk for n in range(3)]
    EnterpriseFactory(name="Batik", sector="fashion")
    cl = page(admin_client, f"{REGISTER}?q=batik&sector__exact=spa")
    assert keys(cl) == [rows[2], rows[1]]
    assert "q=batik" in cl.next_url
    assert keys(page(admin_client, REGISTER + cl.next_url)) == [rows[0]]


def test_an_action_on_all_rows_stays_within_the_filter(admin_client: Client) -> None:
    for number in range(3):
        message(number).deliveries.create(channel="email", status="failed", reason="uji")
    other = message(9)
    OutboxMessage.objects.filter(pk=other.pk).update(key="queue.digest")
    OutboxMessage.objects.update(finished_at=AT)
    other.deliveries.create(channel="email", status="failed", reason="uji")
    form = {"action": "send_again", "index": "0", "select_across": "1",
            "_selected_action": [str(UUID(int=0))]}  # fmt: skip
    answer = admin_client.post(f"{OUTBOX}?key=claim.decided", form, follow=True)
    assert "3 pesan dikirim lagi." in answer.content.decode()
    assert other.deliveries.get().status == "failed"


def test_an_action_on_more_rows_than_are_counted_is_refused(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        message(number).deliveries.create(channel="email", status="failed", reason="uji")
    monkeypatch.setattr(counting, "CAP", 2)
    monkeypatch.setattr("common.admin.base.CAP", 2)
    form = {"action": "send_again", "index": "0", "select_across": "1",
            "_selected_action": [str(UUID(int=0))]}  # fmt: skip
    answer = admin_client.post(OUTBOX, form, follow=True)
    assert "Persempit saringan" in answer.content.decode()
    assert not OutboxMessage.objects.filter(deliveries__status="waiting").exists()


def test_hostile_names_are_shown_as_text(admin_client: Client) -> None:
    EnterpriseFactory(name="<script>alert(1)</script>\"'&")
    html = admin_client.get(REGISTER).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;" in html


def test_a_list_opens_in_no_window_of_its_own(admin_client: Client) -> None:
    EnterpriseFactory()
    html = admin_client.get(f"{REGISTER}?_popup=1&q=mebel").content.decode()
    assert '<header class="bar">' in html


def test_people_are_chosen_by_words(admin_client: Client) -> None:
    person = UserFactory(name="Siti Aminah Rahayu")
    field = {"app_label": "accounts", "model_name": "posting", "field_name": "user"}
    answer = admin_client.get("/admin/autocomplete/", {**field, "term": "rahayu siti"})
    assert answer.json()["results"] == [
        {"id": str(person.pk), "text": "Siti Aminah Rahayu", "key": person.email}
    ]
